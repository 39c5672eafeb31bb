import { tmpdir } from 'node:os';
import type { Release } from '../model/version.js';
import { messageOf } from '../support/errors.js';
import { runGo } from './go-command.js';
import { mainModule } from './go-module.js';
import { requirePlatform } from './platform.js';

/** Where the sources of a release lie on this machine, or why they do not. */
export type ReleaseSources = { readonly directory: string; readonly origin: string } | { readonly unavailable: string };

/** Finds the sources of a release in Go's module cache; they are fetched through the module proxy where they are not there. Throws the signal's reason only. */
export async function releaseSources(release: Release, signal?: AbortSignal): Promise<ReleaseSources> {
  const module = `${mainModule({ product: 'kubernetes' })}@v${release}`;
  try {
    const options = { directory: tmpdir(), architecture: requirePlatform(), signal };
    const answer = await runGo(['mod', 'download', '-json', module], options);
    const { Dir, Sum } = JSON.parse(answer) as { Dir: string; Sum: string };
    return { directory: Dir, origin: `${module} ${Sum}` };
  } catch (error) {
    signal?.throwIfAborted();
    return { unavailable: `the sources of ${release} could not be had: ${messageOf(error)}` };
  }
}
