// A program that an interruption only asks to end: node --import tsx interruptible.ts
import { Interruption } from '../interruption.js';

const interruption = new Interruption();
interruption.signal.addEventListener('abort', () => console.log(String(interruption.signal.reason)));
setInterval(() => undefined, 1000);
console.log('up');
