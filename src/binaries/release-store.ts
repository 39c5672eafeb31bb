import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../support/errors.js';
import { readManifest, writeManifest, manifestPath, type Manifest, type ManifestEntry } from './manifest.js';
import type { ProgramName } from './products.js';
import type { FetchedProgram } from './source.js';
import { sha256OfFile, verifyProgram } from './verify-program.js';

const STAGING = '.staging-';

/** Called with the path of a file that is not what the manifest says, and why. */
export type DamageSink = (path: string, reason: string) => void;

/** A complete program in the cache. */
export interface StoredProgram extends ManifestEntry {
  readonly name: ProgramName;
  readonly path: string;
}

/**
 * The folder of one release in the cache: programs and a manifest. Reading needs no lock, because a program is renamed into
 * place before the manifest names it; writing is for the holder of the release's lock.
 */
export class ReleaseStore {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Those of the programs that are there and whole: every one is hashed. */
  async find(names: readonly ProgramName[], onDamage: DamageSink): Promise<Map<ProgramName, StoredProgram>> {
    const found = new Map<ProgramName, StoredProgram>();
    const manifest = await readManifest(this.directory);
    if (!manifest) onDamage(manifestPath(this.directory), 'it is not a manifest');
    for (const name of names) {
      const entry = manifest?.programs[name];
      if (!entry) continue;
      const path = join(this.directory, name);
      try {
        await verifyProgram(path, entry.sha256);
        found.set(name, { name, path, ...entry });
      } catch (error) {
        onDamage(path, messageOf(error));
      }
    }
    return found;
  }

  /** Gives `work` an empty private folder on the cache's file system; removes it and those of dead processes. */
  async withStaging<T>(work: (directory: string) => Promise<T>): Promise<T> {
    await mkdir(this.directory, { recursive: true });
    for (const name of await readdir(this.directory)) {
      // the lock is ours, so whoever made it is gone
      if (name.startsWith(STAGING)) await rm(join(this.directory, name), { recursive: true, force: true });
    }
    const staging = await mkdtemp(join(this.directory, STAGING));
    try {
      return await work(staging);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  /** Moves a complete program from the staging folder into place and writes it into the manifest. */
  async keep(program: FetchedProgram): Promise<StoredProgram> {
    const path = join(this.directory, program.name);
    await chmod(program.path, 0o755);
    await rename(program.path, path);
    const { size } = await stat(path);
    const entry: ManifestEntry = { sha256: await sha256OfFile(path), size, ...program.provenance };
    const manifest: Manifest = (await readManifest(this.directory)) ?? { schemaVersion: 1, programs: {} };
    await writeManifest(this.directory, { ...manifest, programs: { ...manifest.programs, [program.name]: entry } });
    return { name: program.name, path, ...entry };
  }
}
