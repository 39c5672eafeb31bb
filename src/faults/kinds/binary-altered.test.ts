import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { entryOffset } from './binary-altered.js';

describe('the entry point of an executable', () => {
  it('lies in the file, in a part that is loaded: that of Node itself', async () => {
    const file = await readFile(process.execPath);
    const offset = entryOffset(file.subarray(0, 4096));
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThan(file.length);
  });

  it('is refused where the file names none', () => {
    expect(() => entryOffset(Buffer.alloc(4096))).toThrow('names no entry point');
  });
});
