import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import { resolveVersion } from '../binaries/resolve-version.js';
import { chosenCells, startAll } from '../matrix/start-all.js';
import { formatMatrix } from '../matrix/format.js';
import { outcomeOf, type MatrixResult } from '../matrix/result.js';
import { canonicalJson } from '../support/canonical-json.js';
import type { EventSink } from '../support/events.js';
import { chosenMinors } from './chosen-minors.js';
import { harnessVersion } from './harness-version.js';
import { beginWork } from './own-work.js';
import { readyServers } from './ready-servers.js';

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
  const emulated = chosenMinors(
    request.emulated,
    (minors) => chosenCells({ binaries, emulated: minors }).length === 0,
    {
      none: `no start of ${binaries.join(', ')} asks for it`,
      remedy:
        'name minors such as 1.36,1.37, at most one below the oldest and one above the newest that the release can emulate',
    },
  );
  const { provider, programs, etcd } = await readyServers(catalogue, binaries, request);
  const { id, workDirectory, release } = await beginWork('matrix');
  try {
    await mkdir(directory, { recursive: true });
    const rows = await startAll({
      id: `${id}-starts`,
      binaries,
      emulated,
      etcdVersion: etcd,
      provider,
      programs,
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
