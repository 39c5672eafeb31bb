import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { programLookup } from '../binaries/program-lookup.js';
import { etcdVersionFor, resolveVersion } from '../binaries/resolve-version.js';
import { chosenCells, startAll } from '../matrix/start-all.js';
import { formatMatrix } from '../matrix/format.js';
import { outcomeOf, type MatrixResult } from '../matrix/result.js';
import { compareMinors, isMinor, type Minor, type Release } from '../model/version.js';
import { LocalProvider } from '../providers/local/local-provider.js';
import { canonicalJson } from '../support/canonical-json.js';
import { BadInputError } from '../support/errors.js';
import type { EventSink } from '../support/events.js';
import { harnessVersion } from './harness-version.js';
import { beginWork } from './own-work.js';
import { preparation, prepareServers } from './prepare.js';
import { readyProvider } from './ready-provider.js';

/** One matrix of starts as the command line asks for it. */
export interface MatrixStartRequest {
  /** Version expressions, at least one. */
  readonly versions: readonly string[];
  readonly emulated: readonly string[] | 'all';
  /** Where matrix.json, matrix.txt and the logs go. */
  readonly directory: string;
  readonly overrides: readonly BinariesOverride[];
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** The composition root of a start matrix: programs, provider, the starts themselves and their files. */
export async function matrixStart(request: MatrixStartRequest): Promise<MatrixResult> {
  const { events, signal, directory } = request;
  const catalogue = await loadCatalogue(defaultCataloguePath());
  const binaries = [...new Set(request.versions.map((version) => resolveVersion(catalogue, version)))];
  const emulated = chosenMinors(request.emulated, binaries);
  // as in a rehearsal, the etcd of the oldest release serves all
  const oldest = binaries.toSorted(compareMinors)[0]!;
  const etcd = etcdVersionFor(catalogue, oldest);
  const provider = new LocalProvider(catalogue.tools.kwok);
  await readyProvider(provider, events);
  const ensured = await prepareServers(
    binaries,
    { version: etcd, pairedWith: oldest },
    preparation(request.overrides, signal, events),
  );
  const { id, workDirectory, release } = await beginWork('matrix');
  try {
    await mkdir(directory, { recursive: true });
    const rows = await startAll({
      id: `${id}-starts`,
      binaries,
      emulated,
      etcdVersion: etcd,
      provider,
      programs: programLookup(ensured),
      workDirectory: join(workDirectory, 'starts'),
      directory,
      logDirectory: join(directory, 'logs'),
      events,
      signal,
    });
    const result: MatrixResult = {
      schemaVersion: 1,
      harnessVersion: harnessVersion(),
      etcd,
      binaries,
      emulated,
      outcome: outcomeOf(rows),
      rows,
    };
    await writeFile(join(directory, 'matrix.json'), canonicalJson(result));
    await writeFile(join(directory, 'matrix.txt'), formatMatrix(result));
    return result;
  } finally {
    await release();
  }
}

/** Throws BadInputError for what is no minor, and for a choice that leaves nothing to start. */
function chosenMinors(emulated: readonly string[] | 'all', binaries: readonly Release[]): readonly Minor[] | 'all' {
  if (emulated === 'all') return emulated;
  const minors = emulated.filter(isMinor);
  const stranger = emulated.find((text) => !isMinor(text));
  if (stranger === undefined && chosenCells({ binaries, emulated: minors }).length > 0) return minors;
  throw new BadInputError({
    code: 'emulated-unknown',
    message: `--emulated ${stranger ?? emulated.join(',')}: ${stranger === undefined ? `no start of ${binaries.join(', ')} asks for it` : 'is not a minor release'}`,
    remedy:
      'name minors such as 1.36,1.37, at most one below the oldest and one above the newest that the release can emulate',
  });
}
