import { mkdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { releaseDirectory } from './cache.js';
import type { Catalogue } from './catalogue.js';
import { writeManifest } from './manifest.js';
import { parseOverride } from './overrides.js';
import { requirePlatform } from './platform.js';
import type { BinariesRequest } from './request.js';
import { requireReleased } from './require-released.js';
import type { BinarySource } from './source.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const CATALOGUE: Catalogue = {
  stable: '1.37',
  kubernetes: { '1.37': { release: '1.37.2', etcd: '3.7.0' } },
  tools: { kind: '0.33.0', kwok: '0.8.0', containerd: '2.3.7' },
  nodeImages: {},
};
const NEVER: BinariesRequest = { product: 'kubernetes', version: '1.37.99' };

/** A source that answers the question and can do nothing else. */
function source(released: boolean | undefined, unavailable?: string): BinarySource & { asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'source',
    asked,
    unavailableReason: async () => unavailable,
    isReleased: async ({ version }) => {
      asked.push(version);
      return released;
    },
    async *fetch() {
      yield await Promise.reject(new Error('nothing must be fetched'));
    },
  };
}

it('a release that a source does not know, and no other knows, is refused with the one that is known', async () => {
  const cache = await temporaryDirectory();
  for (const sources of [[source(false)], [source(undefined), source(false)], [source(false), source(undefined)]]) {
    await expect(requireReleased(CATALOGUE, [NEVER], { sources, cache })).rejects.toMatchObject({
      code: 'release-unknown',
      exitCode: 3,
      message: 'there is no Kubernetes 1.37.99: no source has such a release',
      remedy: expect.stringContaining('1.37.2') as string,
    });
  }
});

it('a release is let through that one source knows, or about which nobody can say anything', async () => {
  const cache = await temporaryDirectory();
  for (const sources of [
    [source(true)],
    [source(false), source(true)],
    [source(undefined)],
    [],
    [source(false, 'off')],
  ]) {
    await requireReleased(CATALOGUE, [NEVER], { sources, cache });
  }
});

it('nobody is asked about what the catalogue names, the cache holds or the user brings', async () => {
  const cache = await temporaryDirectory();
  const only = source(false);
  await requireReleased(CATALOGUE, [{ product: 'kubernetes', version: '1.37.2' }], { sources: [only], cache });
  await requireReleased(CATALOGUE, [{ product: 'etcd', version: '3.7.0' }], { sources: [only], cache });
  const overrides = [parseOverride('1.37=./bin')];
  await requireReleased(CATALOGUE, [NEVER], { sources: [only], overrides, cache });
  const folder = releaseDirectory(cache, NEVER, requirePlatform());
  await mkdir(folder, { recursive: true });
  const entry = { sha256: '0'.repeat(64), size: 1, source: 's', origin: 'o', tools: {} };
  await writeManifest(folder, { schemaVersion: 1, programs: { 'kube-scheduler': entry } });
  await requireReleased(CATALOGUE, [NEVER], { sources: [only], cache });
  expect(only.asked).toEqual([]);
});
