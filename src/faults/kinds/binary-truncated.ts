import { truncate } from 'node:fs/promises';
import { damagedStart } from '../damaged-start.js';

/** A download that broke off. */
export const binaryTruncated = damagedStart<'binary-truncated'>((copy) => truncate(copy, 1 << 20));
