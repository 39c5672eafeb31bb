import { rm } from 'node:fs/promises';
import { damagedStart } from '../damaged-start.js';

/** An executable, or an image, that was never brought there. */
export const binaryMissing = damagedStart<'binary-missing'>((copy) => rm(copy));
