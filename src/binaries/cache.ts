import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Architecture } from './platform.js';
import type { BinariesRequest } from './request.js';

/** The one cache of this user; `KUBE_REHEARSE_CACHE` moves it. */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['KUBE_REHEARSE_CACHE'] || envPaths('kube-rehearse', { suffix: '' }).cache;
}

/** Where all programs are: `<cache>/bin/<product>/<version>/<architecture>/<program>`. */
export function binDirectory(cache: string): string {
  return join(cache, 'bin');
}

/** The folder of one release's programs and of their manifest. */
export function releaseDirectory(cache: string, request: BinariesRequest, architecture: Architecture): string {
  return join(binDirectory(cache), request.product, request.version, architecture);
}

/** The lock that is held while programs of a release are added. */
export function releaseLock(cache: string, request: BinariesRequest, architecture: Architecture): string {
  return join(cache, 'locks', `${request.product}-${request.version}-${architecture}.lock`);
}

/** The lock that is held while the Go toolchain works: one build takes all processors and several gigabytes. */
export function buildLock(cache: string): string {
  return join(cache, 'locks', 'go-build.lock');
}
