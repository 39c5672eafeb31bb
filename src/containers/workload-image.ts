import { cacheDirectory } from '../binaries/cache.js';
import { ownProgram } from './own-programs.js';
import { programImage, type ImageArchive } from './program-image.js';

/**
 * Writes the image that rehearsed pods run into `directory`. Its program counts on a volume and serves what it knows of itself:
 * clusters/workload-image/main.go says how it is called.
 */
export async function workloadImage(
  directory: string,
  options: { readonly cache?: string; readonly signal?: AbortSignal | undefined } = {},
): Promise<ImageArchive> {
  const { path, key } = await ownProgram('workload', options.cache ?? cacheDirectory(), options.signal);
  return programImage(`kube-rehearse/workload:${key}`, { name: 'workload', path }, directory, { entrypoint: true });
}
