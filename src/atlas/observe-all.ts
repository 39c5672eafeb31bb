import { join } from 'node:path';
import { execa } from 'execa';
import type { AtlasCell } from '../model/atlas.js';
import type { Question } from '../model/behaviour.js';
import { KUBE_COMPONENTS } from '../model/component.js';
import type { Release } from '../model/version.js';
import { KnownBehaviour } from '../probes/behaviour.js';
import type { ClusterProvider, ProgramLookup } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import type { EventSink } from '../support/events.js';
import type { Looked } from './assemble.js';
import { cellKey, readCell, writeCell } from './cell-files.js';
import { helpFlags } from './help-flags.js';
import { observeCell, type CellGround } from './observe-cell.js';
import type { CellObservation, Facts } from './observation.js';

/** Which cells to look at, and where. */
export interface AtlasRequest {
  readonly id: string;
  readonly cells: readonly AtlasCell[];
  readonly etcdVersion: string;
  readonly provider: ClusterProvider;
  readonly programs: ProgramLookup;
  /** sha256 of the programs, by release. */
  readonly hashes: Readonly<Record<Release, CellObservation['programs']>>;
  readonly questions: readonly Question[];
  /** Private folder, the result's folder, and the folder of cells that were looked at before. */
  readonly workDirectory: string;
  readonly directory: string;
  readonly cache: string;
  /** Looks at every cell anew. */
  readonly fresh: boolean;
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/**
 * Looks at one cell after the other, and writes each as cells/ID.json and into the cache as soon as it is wholly known. A cell that
 * cannot be looked at is a result too. Throws the signal's reason, and what is wrong with the programs.
 */
export async function observeAll(request: AtlasRequest): Promise<Record<string, Looked>> {
  const { cells, directory, events, signal } = request;
  const known = new KnownBehaviour();
  const results: Record<string, Looked> = {};
  const flags = new Map<Release, Facts>();
  for (const [number, cell] of cells.entries()) {
    signal.throwIfAborted();
    const { binary } = cell.version;
    const hashes = request.hashes[binary] ?? {};
    const kept = join(request.cache, `${cellKey(cell, hashes, request.questions)}.json`);
    const before = request.fresh ? undefined : await readCell(kept, cell);
    if (!before && !flags.has(binary)) flags.set(binary, await flagsOf(request, binary));
    const own = { hashes, flags: flags.get(binary) ?? {} };
    const result = before ?? (await tryToObserve(cell, `${request.id}-${number}`, request, own, known));
    results[cell.id] = result;
    const isWhole = !('why' in result) && result.problems.length === 0;
    if (!('why' in result)) await writeCell(join(directory, 'cells', `${cell.id}.json`), result);
    if (isWhole && before === undefined) await writeCell(kept, result);
    const came = 'why' in result ? `inconclusive, ${result.why}` : isWhole ? 'observed' : 'incomplete';
    const message = `${number + 1} of ${cells.length}: ${cell.id}: ${came}${before ? ' before' : ''}`;
    events({ type: 'progress', message });
  }
  return results;
}

/** sha256 of the programs that cells of a release are made of, by their names. */
export async function hashesOf(
  programs: ProgramLookup,
  binary: Release,
  etcdVersion: string,
): Promise<CellObservation['programs']> {
  const hashes: Record<string, string> = { etcd: (await programs('etcd', etcdVersion)).sha256 };
  for (const component of KUBE_COMPONENTS) hashes[component] = (await programs(component, binary)).sha256;
  return hashes;
}

async function flagsOf({ programs, signal }: AtlasRequest, binary: Release): Promise<Facts> {
  const flags: Record<string, string> = {};
  for (const component of KUBE_COMPONENTS) {
    const { path } = await programs(component, binary);
    const { stdout } = await execa(path, ['--help'], { stdin: 'ignore', cancelSignal: signal });
    Object.assign(flags, helpFlags(component, stdout));
  }
  return flags;
}

async function tryToObserve(
  cell: AtlasCell,
  id: string,
  request: AtlasRequest,
  own: Pick<CellGround, 'hashes' | 'flags'>,
  known: KnownBehaviour,
): Promise<Looked> {
  const { workDirectory, directory, events, signal, etcdVersion, provider, programs, questions } = request;
  try {
    return await observeCell(cell, {
      id,
      workDirectory: join(workDirectory, id),
      logDirectory: join(directory, 'logs', cell.id),
      etcdVersion,
      provider,
      programs,
      ...own,
      questions,
      known,
      signal,
      onWarning: (message) => events({ type: 'warning', message }),
    });
  } catch (error) {
    signal.throwIfAborted();
    return { why: messageOf(error) };
  }
}
