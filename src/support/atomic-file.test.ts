import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomically } from './atomic-file.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

describe('writeFileAtomically', () => {
  it('replaces the content and leaves nothing else behind', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, 'file');
    await writeFileAtomically(path, 'old');
    await writeFileAtomically(path, new Uint8Array([1, 2]));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    expect(await readdir(directory)).toEqual(['file']);
  });

  it('makes a file that only its owner can read unless told otherwise', async () => {
    const directory = await temporaryDirectory();
    await writeFileAtomically(join(directory, 'private'), '');
    await writeFileAtomically(join(directory, 'shared'), '', 0o644);
    const modes = ['private', 'shared'].map(async (name) => (await stat(join(directory, name))).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o600, 0o644]);
  });

  it('gives one whole content when many write the same file at once', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, 'file');
    const contents = Array.from({ length: 50 }, (_, index) => String(index).repeat(1000 + index));
    await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
    expect(contents).toContain(await readFile(path, 'utf8'));
    expect(await readdir(directory)).toEqual(['file']);
  });

  it('removes its temporary file when it cannot put it in place', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, 'taken');
    await mkdir(join(path, 'by-a-folder'), { recursive: true });
    await expect(writeFileAtomically(path, 'content')).rejects.toThrow();
    expect(await readdir(directory)).toEqual(['taken']);
  });
});
