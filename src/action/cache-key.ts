import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { binDirectory, cacheDirectory } from '../binaries/cache.js';
import { defaultCataloguePath } from '../binaries/catalogue.js';
import { listBinaries } from '../binaries/list.js';
import { folderName, type Inputs } from './inputs.js';

/** The folder of programs that is worth keeping from one workflow to the next. */
export const cachePath = (): string => binDirectory(cacheDirectory());

/** What all caches have in common that serve the same pairs and providers from the same catalogue; ends in a dash. */
export async function cachePrefix({ pairs, providers, scenarios }: Inputs): Promise<string> {
  const runs = pairs.flatMap((pair) => providers.map((provider) => folderName(pair, provider)));
  // only without pairs do the scenarios decide which releases are needed
  const asked = JSON.stringify([runs, pairs.includes(null) ? scenarios : []]);
  const catalogue = await readFile(defaultCataloguePath(), 'utf8');
  return `kube-rehearse-${process.platform}-${process.arch}-${hash(asked + catalogue)}-`;
}

/** The key of the cache as it is now: a cache that got one program more has another, because GitHub never changes what a key holds. */
export async function cacheKey(inputs: Inputs): Promise<string> {
  const releases = (await listBinaries()).map(({ product, version, architecture, programs }) => [
    product,
    version,
    architecture,
    Object.entries(programs).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return `${await cachePrefix(inputs)}${hash(JSON.stringify(releases))}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
