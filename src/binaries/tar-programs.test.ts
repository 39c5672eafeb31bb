import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { expect, it } from 'vitest';
import { extractFiles } from './tar-programs.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const file = (name: string, body: string): TarEntry => ({ header: { name, size: body.length, type: 'file' }, body });

async function archiveOf(directory: string, ...entries: TarEntry[]): Promise<string> {
  const path = join(directory, 'archive.tar.gz');
  await writeFile(path, gzipSync(await packTar(entries)));
  return path;
}

it('the wanted files come out whole and not executable, the others stay inside', async () => {
  const directory = await temporaryDirectory();
  const large = 'z'.repeat(3_000_000);
  const folder: TarEntry = { header: { name: 'r/', size: 0, type: 'directory' } };
  const archive = await archiveOf(
    directory,
    folder,
    file('r/other', large),
    file('r/etcd', large),
    file('r/x/etcd', 'no'),
  );
  await extractFiles(archive, new Map([['r/etcd', join(directory, 'etcd')]]));
  expect(await readFile(join(directory, 'etcd'), 'utf8')).toBe(large);
  expect((await readdir(directory)).sort()).toEqual(['archive.tar.gz', 'etcd']);
});

const evil: [string, TarEntry][] = [
  ['climbs out of its folder', file('r/../../etcd', 'evil')],
  ['climbs out of its folder', file('..', 'evil')],
  ['is an absolute path', file('/etc/evil', 'evil')],
  ['is a symlink', { header: { name: 'r/etcd', size: 0, type: 'symlink', linkname: '/bin/sh' } }],
  ['is a link', { header: { name: 'r/etcd', size: 0, type: 'link', linkname: '../../etc/passwd' } }],
  ['is a fifo', { header: { name: 'r/pipe', size: 0, type: 'fifo' } }],
];

it.each(evil)(
  'an archive with an entry that %s is refused, also when nobody wants that entry',
  async (reason, entry) => {
    const directory = await temporaryDirectory();
    const archive = await archiveOf(directory, entry, file('r/etcd', 'good'));
    const refused = extractFiles(archive, new Map([['r/etcd', join(directory, 'etcd')]]));
    await expect(refused).rejects.toThrow(reason);
    expect(await readdir(directory)).toEqual(['archive.tar.gz']);
  },
);

it('a wanted file that is there twice is refused', async () => {
  const directory = await temporaryDirectory();
  const archive = await archiveOf(directory, file('r/etcd', 'one'), file('r/etcd', 'two'));
  await expect(extractFiles(archive, new Map([['r/etcd', join(directory, 'etcd')]]))).rejects.toThrow('twice');
});

it('a wanted file that is not there is named', async () => {
  const directory = await temporaryDirectory();
  const archive = await archiveOf(directory, file('r/etcd', 'one'));
  const wanted = new Map([['r/etcdutl', join(directory, 'etcdutl')]]);
  await expect(extractFiles(archive, wanted)).rejects.toThrow('the archive lacks r/etcdutl');
});

it('an archive that is cut off is refused', async () => {
  const directory = await temporaryDirectory();
  const tar = await packTar([file('r/etcd', 'x'.repeat(10_000))]);
  const archive = join(directory, 'archive.tar.gz');
  await writeFile(archive, gzipSync(tar.subarray(0, 4_000)));
  await expect(extractFiles(archive, new Map([['r/etcd', join(directory, 'etcd')]]))).rejects.toThrow(/truncated/i);
});
