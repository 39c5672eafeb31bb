import { dirname } from 'node:path';
import { RehearseError, messageOf } from '../support/errors.js';
import { buildLock, cacheDirectory, releaseDirectory, releaseLock } from './cache.js';
import { withFileLock } from './file-lock.js';
import { goBuild } from './go-build.js';
import { downloadSites, officialDownload } from './official-download.js';
import { findOverridden, type BinariesOverride } from './overrides.js';
import { requirePlatform, type Architecture } from './platform.js';
import type { ProgressSink } from './progress.js';
import { ReleaseStore } from './release-store.js';
import type { ProgramName } from './products.js';
import { describeRequest, overrideMinor, programsOf, type BinariesRequest } from './request.js';
import type { BinarySource, Provenance } from './source.js';
import { sha256OfFile } from './verify-program.js';

/** A program that is there and was hashed just now. */
export interface EnsuredProgram extends Provenance {
  /** Absolute. */
  readonly path: string;
  readonly sha256: string;
}

/** What a request has led to. */
export interface EnsuredBinaries {
  readonly product: BinariesRequest['product'];
  readonly version: string;
  /** The folder that holds all the programs; the release's folder in the cache when overrides spread them over several. */
  readonly directory: string;
  readonly programs: Readonly<Partial<Record<ProgramName, EnsuredProgram>>>;
}

/** How programs are made ready. */
export interface EnsureOptions {
  readonly overrides?: readonly BinariesOverride[];
  /** Tried in order; `defaultSources` unless given. */
  readonly sources?: readonly BinarySource[];
  /** The cache's folder; `cacheDirectory()` unless given. */
  readonly cache?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressSink;
}

/** Official downloads, then a build from Go modules. Make them once: they remember a site that cannot be reached. */
export function defaultSources(
  environment: NodeJS.ProcessEnv = process.env,
  cache: string = cacheDirectory(environment),
): BinarySource[] {
  return [officialDownload(downloadSites(environment)), goBuild(buildLock(cache))];
}

/**
 * Makes sure that the wanted programs exist: from `--binaries` folders, else from the cache, else from the first source
 * that works. Calls at the same time, in this process or in others, do the work once. A damaged program is reported and
 * made again.
 *
 * Throws BadInputError for an unusable override, RehearseError `binaries-unavailable` (exit 4) with every source that was
 * tried and why it failed, and the signal's reason on abort.
 */
export async function ensureBinaries(request: BinariesRequest, options: EnsureOptions = {}): Promise<EnsuredBinaries> {
  const { signal, onProgress = () => undefined, cache = cacheDirectory() } = options;
  const architecture = requirePlatform();
  signal?.throwIfAborted();

  const programs: Partial<Record<ProgramName, EnsuredProgram>> = {};
  for (const [name, path] of await findOverridden(options.overrides ?? [], request, programsOf(request))) {
    const sha256 = await sha256OfFile(path);
    programs[name] = { path, sha256, source: '--binaries', origin: dirname(path), tools: {} };
  }
  const wanted = programsOf(request).filter((name) => programs[name] === undefined);
  const store = new ReleaseStore(releaseDirectory(cache, request, architecture));
  // damage is reported when it is found again under the lock
  let stored = await store.find(wanted, () => undefined);
  if (stored.size < wanted.length) {
    const forWhat = `another run that prepares ${describeRequest(request)}`;
    const lock = { signal, onWaiting: () => onProgress({ type: 'waiting', forWhat }) };
    const sources = options.sources ?? defaultSources(process.env, cache);
    const job: Job = { request, store, sources, architecture, signal, onProgress };
    stored = await withFileLock(releaseLock(cache, request, architecture), lock, () => fill(job, wanted));
  }
  for (const [name, { path, sha256, source, origin, tools }] of stored) {
    programs[name] = { path, sha256, source, origin, tools };
  }
  const folders = new Set(Object.values(programs).map(({ path }) => dirname(path)));
  const [directory = store.directory] = folders.size === 1 ? folders : [];
  return { product: request.product, version: request.version, directory, programs };
}

/** What the sources work on, for the holder of the release's lock. */
interface Job {
  readonly request: BinariesRequest;
  readonly store: ReleaseStore;
  readonly sources: readonly BinarySource[];
  readonly architecture: Architecture;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressSink;
}

type Stored = Awaited<ReturnType<ReleaseStore['find']>>;

/** Goes through the sources until every wanted program is in the store. */
async function fill({ sources, ...job }: Job, wanted: readonly ProgramName[]): Promise<Stored> {
  const { request, store, signal, onProgress } = job;
  const stored = await store.find(wanted, (path, reason) => onProgress({ type: 'damaged', path, reason }));
  const missing = (): ProgramName[] => wanted.filter((name) => !stored.has(name));
  const failures: string[] = [];
  for (const source of sources) {
    if (missing().length === 0) break;
    try {
      const reason = await source.unavailableReason(request);
      if (reason !== undefined) throw new Error(reason);
      await store.withStaging(async (directory) => {
        for await (const program of source.fetch(request, missing(), { ...job, directory })) {
          stored.set(program.name, await store.keep(program));
          onProgress({ type: 'ready', program: program.name, version: request.version, source: source.name });
        }
      });
    } catch (error) {
      signal?.throwIfAborted();
      const reason = messageOf(error);
      failures.push(`${source.name}: ${reason}`);
      onProgress({ type: 'source-failed', source: source.name, reason });
    }
  }
  if (missing().length > 0) throw unavailable(request, missing(), failures);
  return stored;
}

function unavailable(
  request: BinariesRequest,
  missing: readonly ProgramName[],
  failures: readonly string[],
): RehearseError {
  const minor = overrideMinor(request);
  const override = minor ? `, or name a folder that holds ${missing.join(', ')} with --binaries ${minor}=DIR` : '';
  return new RehearseError({
    code: 'binaries-unavailable',
    message: [
      `no source has ${missing.join(', ')} of ${describeRequest(request)}:`,
      ...failures.map((failure) => `  ${failure}`),
    ].join('\n'),
    remedy:
      'allow access to the download site, or install Go (a version at least as new as the release asks for) and allow access ' +
      `to a Go module proxy${override}`,
  });
}
