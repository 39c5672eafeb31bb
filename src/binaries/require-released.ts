import { minorOf } from '../model/version.js';
import { BadInputError } from '../support/errors.js';
import { cacheDirectory, releaseDirectory } from './cache.js';
import type { Catalogue } from './catalogue.js';
import { readManifest } from './manifest.js';
import { concerns, type BinariesOverride } from './overrides.js';
import { requirePlatform } from './platform.js';
import { describeRequest, type BinariesRequest } from './request.js';
import type { BinarySource } from './source.js';

/**
 * Refuses releases that do not exist before anything is fetched or built. Asked about are only those that the catalogue does not name
 * and that are neither in the cache nor given with `--binaries`. A release is refused when a source says that there is none and no other
 * says that there is one; where nobody can say, the answer is left to the fetching itself. Throws BadInputError `release-unknown`.
 */
export async function requireReleased(
  catalogue: Catalogue,
  requests: readonly BinariesRequest[],
  options: {
    readonly sources: readonly BinarySource[];
    readonly overrides?: readonly BinariesOverride[];
    readonly cache?: string;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<void> {
  for (const request of requests) {
    if (isNamed(catalogue, request)) continue;
    if (options.overrides?.some((override) => concerns(override, request))) continue;
    const cached = await readManifest(releaseDirectory(options.cache ?? cacheDirectory(), request, requirePlatform()));
    if (Object.keys(cached?.programs ?? {}).length > 0) continue;
    const answers = [];
    for (const source of options.sources) {
      if ((await source.unavailableReason(request)) !== undefined) continue;
      answers.push(await source.isReleased(request, options.signal));
      if (answers.at(-1) === true) break;
    }
    if (answers.includes(true) || !answers.includes(false)) continue;
    throw unknown(catalogue, request);
  }
}

function isNamed(catalogue: Catalogue, { product, version }: BinariesRequest): boolean {
  const entries = Object.values(catalogue.kubernetes);
  if (product === 'kubernetes') return entries.some(({ release }) => release === version);
  return product === 'etcd' ? entries.some(({ etcd }) => etcd === version) : catalogue.tools[product] === version;
}

function unknown(catalogue: Catalogue, request: BinariesRequest): BadInputError {
  const known = request.product === 'kubernetes' ? catalogue.kubernetes[minorOf(request.version)]?.release : undefined;
  return new BadInputError({
    code: 'release-unknown',
    message: `there is no ${describeRequest(request)}: no source has such a release`,
    remedy: known
      ? `use ${known}, the newest of its minor that clusters/versions.yaml names, or another published release`
      : 'use a published release',
  });
}
