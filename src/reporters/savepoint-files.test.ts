import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { SavepointFiles } from './savepoint-files.js';

let folder = '';
let files: SavepointFiles;

beforeEach(async () => {
  folder = join(await temporaryDirectory(), 'savepoints');
  files = new SavepointFiles(folder);
});

describe('what a run can go on from', () => {
  it('is given back as it was written, and readable for its owner only', async () => {
    const pairs = { ca: { cert: 'certificate', key: 'key' } };
    await files.writeAuthorities(pairs);
    await files.writePorts({ etcd: 2379 });
    expect(await files.readAuthorities()).toEqual(pairs);
    expect(await files.readPorts()).toEqual({ etcd: 2379 });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
  });

  it('is named when it is missing or broken', async () => {
    await expect(files.readAuthorities()).rejects.toThrow('authorities.json is missing');
    await files.writePorts({});
    await writeFile(join(folder, 'ports.json'), '{"etcd": "many"}');
    await expect(files.readPorts()).rejects.toThrow('ports.json is broken');
  });

  it('loses the data of stops before the newest, by their number and not by their letters', async () => {
    await files.writePorts({});
    for (const step of ['2-a', '09-b', '10-c', '100-d']) await writeFile(files.snapshot(step), step);
    await files.removeBefore('10-c');
    expect((await readdir(folder)).sort()).toEqual(['10-c.snapshot', '100-d.snapshot', 'ports.json']);
    expect([await files.has('09-b'), await files.has('10-c')]).toEqual([false, true]);
  });

  it('is gone when it is removed, twice too', async () => {
    await files.writePorts({});
    await files.remove();
    await files.remove();
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });
});
