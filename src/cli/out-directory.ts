import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BadInputError } from '../support/errors.js';

/**
 * Refuses, before any program is downloaded or built, directories that hold something or that two runs would share. Whether
 * one can be written is seen when its run begins.
 */
export async function requireUsableOut(directories: readonly string[]): Promise<void> {
  for (const [index, directory] of directories.entries()) {
    const entries = await readdir(directory).catch(() => []);
    const twice = directories.indexOf(directory) !== index;
    if (entries.length === 0 && !twice) continue;
    throw new BadInputError({
      code: twice ? 'out-shared' : 'out-not-empty',
      message: `the run cannot be written: ${directory} ${twice ? 'would be used by two scenarios' : 'is not empty'}`,
      remedy: twice
        ? 'give the scenario files different names'
        : 'give another directory with --out, or empty this one',
    });
  }
}

/** Now (UTC) as part of a directory's name: `20260131-235959`. */
export function timeStamp(): string {
  return new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}

/** A directory of its own below reports/, named after what is done and when. */
export function stampedOut(name: string): string {
  return resolve('reports', `${name}-${timeStamp()}-${randomBytes(2).toString('hex')}`);
}
