// A harness that starts a program and is then killed: node --import tsx harness-child.ts LOG. Prints the program's pid.
import { LocalProcess } from '../local-process.js';

const [logPath = ''] = process.argv.slice(2);
const program = await LocalProcess.start({ program: 'sleep', args: ['600'], env: {}, logPath });
console.log(program.pid);
await program.ended;
