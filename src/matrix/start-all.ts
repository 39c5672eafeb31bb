import { relative } from 'node:path';
import { plain } from '../faults/fault.js';
import type { Minor, Release } from '../model/version.js';
import type { ClusterProvider, ProgramLookup } from '../providers/cluster.js';
import type { EventSink } from '../support/events.js';
import { TeardownStack } from '../support/teardown.js';
import { isAtSameTriple, type Cell, type Row, type Seen } from './cell.js';
import { cellsOf, isLegal } from './enumerate.js';
import { formatRow, servedAsStrict } from './format.js';
import { judgeCell } from './judge.js';
import { launchAsItself, tryCell, type Ground, type Tried } from './try-cell.js';

/** Which starts to try, and where. */
export interface MatrixRequest {
  readonly id: string;
  readonly binaries: readonly Release[];
  /** Only starts that ask for one of these emulated versions, or 'all'. */
  readonly emulated: readonly Minor[] | 'all';
  readonly etcdVersion: string;
  readonly provider: ClusterProvider;
  readonly programs: ProgramLookup;
  /** Private folder for data and credentials, the folder of the result, and one in it for logs. */
  readonly workDirectory: string;
  readonly directory: string;
  readonly logDirectory: string;
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/** A busy machine of two cores needs 10 s; who is neither ready nor at its end after this is stuck. */
const START_TIMEOUT_MS = 120_000;

/** The starts that a request means, in the order in which they are tried. */
export function chosenCells({ binaries, emulated }: Pick<MatrixRequest, 'binaries' | 'emulated'>): Cell[] {
  return binaries
    .flatMap(cellsOf)
    .filter(({ version }) => emulated === 'all' || (version !== undefined && emulated.includes(version.emulated)));
}

/**
 * Tries every start on one etcd, one API server at a time, each below a prefix of its own; the controller manager and the
 * scheduler of a triple start together beside its API server. Everything that was started has ended when it returns or throws.
 */
export async function startAll(request: MatrixRequest): Promise<Row[]> {
  const { events, signal } = request;
  const teardown = new TeardownStack();
  try {
    const cells = chosenCells(request);
    const ground = await prepareGround(request, teardown);
    const rows: Row[] = [];
    const add = (cell: Cell, seen: Seen, logPath?: string): void => {
      const row = { cell, seen, ...(logPath !== undefined && { log: relative(request.directory, logPath) }) };
      const judged = { ...row, ...judgeCell(cell, seen, servedAsStrict(row, rows)) };
      rows.push(judged);
      events({ type: 'progress', message: `${rows.length} of ${cells.length}: ${formatRow(judged)}` });
    };
    for (const [number, cell] of cells.entries()) {
      signal.throwIfAborted();
      // the others of a legal triple are started beside its API server
      if (isLegal(cell) && cell.component !== 'kube-apiserver') continue;
      const server = await tryCell(cell, `/start-${number}`, ground);
      try {
        add(cell, server.seen, server.logPath);
        if (isLegal(cell) && cell.mode === 'strict') await startBeside(cell, server, cells, ground, add);
      } finally {
        await server.stop();
      }
    }
    return rows;
  } finally {
    for (const { name, message } of await teardown.run()) events({ type: 'warning', message: `${name}: ${message}` });
  }
}

async function startBeside(
  api: Cell,
  server: Tried,
  cells: readonly Cell[],
  ground: Ground,
  add: (cell: Cell, seen: Seen, logPath?: string) => void,
): Promise<void> {
  const beside = cells.filter(
    (cell) => isLegal(cell) && cell.component !== 'kube-apiserver' && isAtSameTriple(cell, api),
  );
  if (server.seen.type !== 'ready') {
    for (const cell of beside) add(cell, { type: 'not-tried', why: 'there is no API server at this triple' });
    return;
  }
  const all = await Promise.all(
    beside.map(async (cell) => {
      const tried = await tryCell(cell, '', ground);
      await tried.stop();
      return { cell, ...tried };
    }),
  );
  for (const { cell, seen, logPath } of all) add(cell, seen, logPath);
}

/** etcd, the credentials and the ports of a cluster; none of its components. */
async function prepareGround(request: MatrixRequest, teardown: TeardownStack): Promise<Ground> {
  const { id, workDirectory, logDirectory, programs, signal, events } = request;
  const cluster = await request.provider.provision({
    id,
    workDirectory,
    logDirectory,
    launch: launchAsItself(request.binaries[0]!),
    etcdVersion: request.etcdVersion,
    components: [],
    terminationGraceSeconds: 2,
    programs,
    signal,
    onWarning: (message) => events({ type: 'warning', message }),
  });
  teardown.defer(`stop ${id}`, () => cluster.stop());
  if (!cluster.handles) throw new Error('the provider lends nothing that a component could be started by');
  return { cluster, handles: plain(cluster.handles), timeoutMs: START_TIMEOUT_MS, signal };
}
