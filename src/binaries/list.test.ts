import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheDirectory, releaseDirectory } from './cache.js';
import { listBinaries, whereBinaries } from './list.js';
import { writeManifest } from './manifest.js';
import { requirePlatform } from './platform.js';
import type { ProgramName } from './products.js';
import type { BinariesRequest } from './request.js';
import { sha256 } from './testing/release-server.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

async function cached(cache: string, request: BinariesRequest, ...names: ProgramName[]): Promise<string> {
  const directory = releaseDirectory(cache, request, requirePlatform());

  await mkdir(directory, { recursive: true });
  const entry = { sha256: sha256(''), size: 0, source: 's', origin: 'o', tools: {} };
  const programs = Object.fromEntries(names.map((name) => [name, entry]));
  await writeManifest(directory, { schemaVersion: 1, programs });
  return directory;
}

it('an empty cache lists nothing', async () => {
  expect(await listBinaries(await temporaryDirectory())).toEqual([]);
});

it('releases are listed as versions, the older first, a damaged manifest as an empty release', async () => {
  const cache = await temporaryDirectory();
  await cached(cache, { product: 'kubernetes', version: '1.10.0' }, 'kubectl');
  await cached(cache, { product: 'kubernetes', version: '1.9.0' }, 'kubectl');
  const etcd = await cached(cache, { product: 'etcd', version: '3.6.8' }, 'etcd');
  await writeFile(join(etcd, 'manifest.json'), 'broken');
  const listed = await listBinaries(cache);
  expect(listed.map(({ product, version, programs }) => [product, version, Object.keys(programs)])).toEqual([
    ['etcd', '3.6.8', []],
    ['kubernetes', '1.9.0', ['kubectl']],
    ['kubernetes', '1.10.0', ['kubectl']],
  ]);
});

it('`where` gives the folder only when all programs are there, and names the missing', async () => {
  const cache = await temporaryDirectory();
  const request: BinariesRequest = { product: 'kubernetes', version: '1.37.2' };
  const directory = await cached(cache, request, 'kube-apiserver', 'kube-scheduler');
  await expect(whereBinaries(request, { cache })).rejects.toMatchObject({
    code: 'binaries-absent',
    message: expect.stringContaining('kube-controller-manager of Kubernetes 1.37.2') as string,
  });
  expect(await whereBinaries({ ...request, programs: ['kube-scheduler'] }, { cache })).toBe(directory);
});

it('`where` gives the folder of an override that has them all', async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'kubectl'), '', { mode: 0o755 });
  const request: BinariesRequest = { product: 'kubernetes', version: '1.37.2', programs: ['kubectl'] };
  const overrides = [{ version: '1.37', directory }] as const;
  expect(await whereBinaries(request, { cache: directory, overrides })).toBe(directory);
});

it('the cache can be moved by the environment', () => {
  expect(cacheDirectory({ KUBE_REHEARSE_CACHE: '/elsewhere' })).toBe('/elsewhere');
  expect(cacheDirectory({})).toMatch(/kube-rehearse$/);
});
