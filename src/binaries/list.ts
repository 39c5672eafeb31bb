import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RehearseError } from '../support/errors.js';
import { binDirectory, cacheDirectory, releaseDirectory } from './cache.js';
import { readManifest, type ManifestEntry } from './manifest.js';
import { findOverridden, type BinariesOverride } from './overrides.js';
import { requirePlatform } from './platform.js';
import type { ProgramName } from './products.js';
import { describeRequest, programsOf, type BinariesRequest } from './request.js';

/** One release in the cache, as its manifest tells; nothing is hashed. */
export interface CachedRelease {
  readonly product: string;
  readonly version: string;
  readonly architecture: string;
  readonly directory: string;
  /** Empty when the manifest is damaged. */
  readonly programs: Readonly<Partial<Record<ProgramName, ManifestEntry>>>;
}

/** What the cache holds, ordered by product and version. */
export async function listBinaries(cache: string = cacheDirectory()): Promise<CachedRelease[]> {
  const root = binDirectory(cache);
  const releases: CachedRelease[] = [];
  for (const product of await folders(root)) {
    for (const version of await folders(join(root, product))) {
      for (const architecture of await folders(join(root, product, version))) {
        const directory = join(root, product, version, architecture);
        const programs = (await readManifest(directory))?.programs ?? {};
        releases.push({ product, version, architecture, directory, programs });
      }
    }
  }
  return releases;
}

/**
 * The folder that holds a request's programs: an override's that has them all, else the cache's. Throws RehearseError
 * `binaries-absent` when one is missing. Touches nothing and hashes nothing.
 */
export async function whereBinaries(
  request: BinariesRequest,
  options: { readonly overrides?: readonly BinariesOverride[]; readonly cache?: string } = {},
): Promise<string> {
  const wanted = programsOf(request);
  for (const override of options.overrides ?? []) {
    const { size } = await findOverridden([override], request, wanted);
    if (size === wanted.length) return override.directory;
  }
  const directory = releaseDirectory(options.cache ?? cacheDirectory(), request, requirePlatform());
  const manifest = await readManifest(directory);
  const missing = wanted.filter((name) => !manifest?.programs[name]);
  if (missing.length === 0) return directory;
  throw new RehearseError({
    code: 'binaries-absent',
    message: `the cache does not hold ${missing.join(', ')} of ${describeRequest(request)} (${directory})`,
    remedy: 'run `kube-rehearse binaries ensure` for the Kubernetes version first',
  });
}

/** Names of the folders in a folder, ordered as versions: 1.9 before 1.10; none when it does not exist. */
async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort(new Intl.Collator('en', { numeric: true }).compare);
}
