import { rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from './testing/release-server.js';
import { temporaryDirectory } from './testing/temporary-directory.js';
import { verifyProgram } from './verify-program.js';

it('a program that is what it was passes, also a second time', async () => {
  const path = join(await temporaryDirectory(), 'program');
  await writeFile(path, 'content');
  await verifyProgram(path, sha256('content'));
  await verifyProgram(path, sha256('content'));
});

it('a change is seen after the program was verified, even of the same size with its old time', async () => {
  const path = join(await temporaryDirectory(), 'program');
  const time = new Date(1_000_000);
  await writeFile(path, 'content');
  await utimes(path, time, time);
  await verifyProgram(path, sha256('content'));
  await writeFile(path, 'c0ntent');
  await utimes(path, time, time);
  await expect(verifyProgram(path, sha256('content'))).rejects.toMatchObject({
    code: 'program-damaged',
    message: expect.stringContaining(sha256('c0ntent')) as string,
  });
});

it('another file renamed over a verified program is seen', async () => {
  const directory = await temporaryDirectory();
  const path = join(directory, 'program');
  await writeFile(path, 'content');
  await verifyProgram(path, sha256('content'));
  await writeFile(join(directory, 'other'), 'another');
  await rename(join(directory, 'other'), path);
  await expect(verifyProgram(path, sha256('content'))).rejects.toThrow('was changed');
});

it('a missing program is damage, with a remedy', async () => {
  await expect(verifyProgram('/does/not/exist', sha256(''))).rejects.toMatchObject({
    code: 'program-damaged',
    remedy: expect.stringContaining('binaries ensure') as string,
  });
});
