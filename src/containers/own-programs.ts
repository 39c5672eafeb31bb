import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runGo } from '../binaries/go-command.js';
import { requirePlatform } from '../binaries/platform.js';

/** The small programs of this project that run in containers, and the folders of their sources below clusters/. */
export const OWN_PROGRAMS = { pause: 'node-image/pause', workload: 'workload-image' } as const;

/** A compiled program; `key` changes with its source and with Go. */
export interface OwnProgram {
  readonly path: string;
  readonly key: string;
}

/**
 * Compiles one of the project's own programs, once for each source and version of Go, into the cache. Throws an Error with what Go says;
 * without Go there is no such program.
 */
export async function ownProgram(
  name: keyof typeof OWN_PROGRAMS,
  cache: string,
  signal?: AbortSignal,
): Promise<OwnProgram> {
  const source = fileURLToPath(new URL(`../../clusters/${OWN_PROGRAMS[name]}/main.go`, import.meta.url));
  const architecture = requirePlatform();
  const go = { directory: dirname(source), architecture, signal };
  const version = await runGo(['env', 'GOVERSION'], go);
  const text = await readFile(source, 'utf8');
  const key = createHash('sha256').update([version.trim(), architecture, text].join('\0')).digest('hex').slice(0, 12);
  const path = join(cache, 'own-programs', `${name}-${key}`);
  if ((await stat(path).catch(() => undefined)) === undefined) {
    await mkdir(dirname(path), { recursive: true });
    const folder = await mkdtemp(`${path}.`);
    try {
      const made = join(folder, name);
      await runGo(['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', made, source], go);
      await rename(made, path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return { path, key };
}
