import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { assembleAtlas, type CellResult } from '../atlas/assemble.js';
import { atlasCells } from '../atlas/cells.js';
import type { Published } from '../atlas/claims.js';
import { hashesOf, observeAll } from '../atlas/observe-all.js';
import { isOf, type ProbeClasses } from '../atlas/probe-facts.js';
import { readPublished } from '../atlas/read-published.js';
import { cacheDirectory } from '../binaries/cache.js';
import { defaultCataloguePath, loadCatalogue, type Catalogue } from '../binaries/catalogue.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { releaseSources } from '../binaries/release-sources.js';
import { resolveVersion } from '../binaries/resolve-version.js';
import type { Atlas, AtlasCell } from '../model/atlas.js';
import { actsAsItself } from '../model/effective-version.js';
import type { Release } from '../model/version.js';
import { BadInputError } from '../support/errors.js';
import type { EventSink } from '../support/events.js';
import { celQuestions } from '../workload/questions/cel.js';
import { chosenMinors } from './chosen-minors.js';
import { harnessVersion } from './harness-version.js';
import { beginWork } from './own-work.js';
import { readyServers } from './ready-servers.js';
import { takeShard, type Shard } from './shard.js';

/** One atlas as the command line asks for it. */
export interface MakeAtlasRequest {
  /** Version expressions, at least one. */
  readonly versions: readonly string[];
  readonly emulated: readonly string[] | 'all';
  readonly directory: string;
  readonly shard: Shard | undefined;
  /** Directories of field probes whose classes are to be shown. */
  readonly probes: readonly string[];
  readonly fresh: boolean;
  readonly overrides: readonly BinariesOverride[];
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** The composition root of an atlas: programs, provider, the cells, the published lists. Writes cells and logs; the rest is the caller's. */
export async function makeAtlas(request: MakeAtlasRequest): Promise<Atlas> {
  const { events, signal, directory, shard } = request;
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const binaries = [...new Set(request.versions.map((version) => resolveVersion(catalogue, version)))];
  const emulated = chosenMinors(request.emulated, (minors) => atlasCells(binaries, minors).length === 0, {
    none: `${binaries.join(', ')} cannot act as it`,
    remedy: 'name minors such as 1.36,1.37 that one of the releases can emulate',
  });
  const cells = atlasCells(binaries, emulated);
  const probes = await readProbes(request.probes, cells);
  const mine = shard ? takeShard(cells, shard, () => 1) : cells;
  const { provider, programs, etcd } = await readyServers(catalogue, binaries, request);
  const { id, workDirectory, release } = await beginWork('atlas');
  try {
    await mkdir(directory, { recursive: true });
    const hashes: Record<Release, Readonly<Record<string, string>>> = {};
    for (const binary of binaries) hashes[binary] = await hashesOf(programs, binary, etcd);
    const results = await observeAll({
      id: `${id}-cell`,
      cells: mine,
      etcdVersion: etcd,
      provider,
      programs,
      hashes,
      questions: celQuestions(),
      workDirectory,
      directory,
      cache: join(cacheDirectory(), 'atlas'),
      fresh: request.fresh,
      events,
      signal,
    });
    const elsewhere = Object.fromEntries(
      cells.filter((cell) => !mine.includes(cell)).map((cell): [string, CellResult] => [cell.id, 'elsewhere']),
    );
    return assembleAtlas({
      frame: { harnessVersion: harnessVersion(), etcd, binaries, programs: hashes, emulated, shard: shard ?? null },
      cells,
      results: { ...elsewhere, ...results },
      published: await publishedFor(mine, catalogue, signal),
      probes,
    });
  } finally {
    await release();
  }
}

/** The published lists of each release, and of each minor that is only emulated, as its newest release in the catalogue has them. */
async function publishedFor(
  cells: readonly AtlasCell[],
  catalogue: Catalogue,
  signal: AbortSignal,
): Promise<Record<string, Published>> {
  const releases = new Map<string, Release>();
  for (const { version } of cells) {
    releases.set(version.binary, version.binary);
    const emulated = catalogue.kubernetes[version.emulated]?.release;
    if (!actsAsItself(version) && emulated) releases.set(version.emulated, emulated);
  }
  const published: Record<string, Published> = {};
  const read = new Map<Release, Published>();
  for (const [name, release] of releases) {
    const sources = read.has(release) ? undefined : await releaseSources(release, signal);
    if (sources) {
      const lists = 'unavailable' in sources ? sources : await readPublished(sources.directory, sources.origin);
      read.set(release, lists);
    }
    published[name] = read.get(release)!;
  }
  return published;
}

/** Throws BadInputError for a directory without a probe, and for a probe that is of none of the cells. */
async function readProbes(directories: readonly string[], cells: readonly AtlasCell[]): Promise<ProbeClasses[]> {
  return Promise.all(
    directories.map(async (directory) => {
      const file = join(resolve(directory), 'probe.json');
      let probe: ProbeClasses;
      try {
        probe = JSON.parse(await readFile(file, 'utf8')) as ProbeClasses;
      } catch (cause) {
        throw new BadInputError({
          code: 'probe-unreadable',
          message: `${file} cannot be read`,
          remedy: 'name a directory that kube-rehearse probe has written',
          cause,
        });
      }
      if (cells.some((cell) => isOf(probe, cell))) return probe;
      throw new BadInputError({
        code: 'probe-of-no-cell',
        message: `${file} is of no cell of this atlas: its server had gates of its own, or was at another triple`,
        remedy: 'choose releases so that the atlas has the cell that was probed',
      });
    }),
  );
}
