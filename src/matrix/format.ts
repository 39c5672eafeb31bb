import type { KubeComponent } from '../model/component.js';
import type { EmulationMode } from '../model/emulation-mode.js';
import { compareMinors, type Release } from '../model/version.js';
import { FORWARD_FLAGS } from '../plan/release-rules.js';
import { isAtSameTriple, type Row } from './cell.js';
import { isLegal } from './enumerate.js';
import type { MatrixResult } from './result.js';

/** The columns of the table. */
const COLUMNS: readonly (readonly [title: string, component: KubeComponent, mode: EmulationMode])[] = [
  ['apiserver', 'kube-apiserver', 'strict'],
  ['forward', 'kube-apiserver', 'forward-compatible'],
  ['runtime-config', 'kube-apiserver', 'runtime-config-forward-compatible'],
  ['controllers', 'kube-controller-manager', 'strict'],
  ['scheduler', 'kube-scheduler', 'strict'],
];

/** One row as a line: what was started and what came of it. */
export function formatRow(row: Row): string {
  const { cell, outcome, problem } = row;
  const came = cell.expectation.type === 'ready' ? 'ready' : `refused: ${cell.expectation.rule.id}`;
  return `${cell.id}: ${outcome === 'pass' ? came : `${outcome === 'fail' ? 'VIOLATION' : 'inconclusive'}, ${problem}`}`;
}

/** The result for people: a table for each release, what forward-compatible modes add, what is wrong, and the outcome last. */
export function formatMatrix({ binaries, rows, outcome, etcd }: MatrixResult): string {
  const parts = [...binaries.flatMap((binary) => [tableOf(binary, rows), addedBy(binary, rows)]), wrong(rows)];
  const filled = parts.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`);
  return [...filled, conclusion(rows, outcome, etcd)].join('\n');
}

/** Rows are triples, columns are who is started how; a value that is no version is not in it, but is counted below. */
function tableOf(binary: Release, rows: readonly Row[]): string[] {
  const own = rows.filter(({ cell }) => cell.binary === binary);
  const triples = new Map(
    own.flatMap(({ cell: { version } }) =>
      version ? [[`${version.emulated} ${version.minCompatibility}`, version] as const] : [],
    ),
  );
  const sorted = [...triples.values()].sort(
    (a, b) => compareMinors(a.emulated, b.emulated) || compareMinors(a.minCompatibility, b.minCompatibility),
  );
  const body = sorted.map(({ emulated, minCompatibility }) => [
    emulated,
    minCompatibility,
    ...COLUMNS.map(([, component, mode]) => {
      const row = own.find(
        ({ cell }) =>
          cell.component === component &&
          cell.mode === mode &&
          cell.version?.emulated === emulated &&
          cell.version.minCompatibility === minCompatibility,
      );
      return row ? mark(row) : '';
    }),
  ]);
  if (body.length === 0) return [];
  return [
    `kubernetes ${binary}`,
    ...aligned([['emulated', 'min-compat', ...COLUMNS.map(([title]) => title)], ...body]),
  ];
}

function mark({ cell, outcome }: Row): string {
  if (outcome === 'pass') return isLegal(cell) ? 'ready' : 'refused';
  return outcome === 'fail' ? 'VIOLATION' : 'unknown';
}

/** What `--emulation-forward-compatible` serves on top of strict mode, by emulated version, at the triple that it takes by itself. */
function addedBy(binary: Release, rows: readonly Row[]): string[] {
  const lines = rows.flatMap((row) => {
    const { version, mode } = row.cell;
    if (row.cell.binary !== binary || mode !== 'forward-compatible' || version === undefined) return [];
    if ('min-compatibility-version' in row.cell.flags) return [];
    const strict = servedAsStrict(row, rows);
    if (row.seen.type !== 'ready' || !strict) return [];
    const more = (row.seen.served ?? []).filter((groupVersion) => !strict.includes(groupVersion));
    return [`  emulating ${version.emulated}: ${more.join(', ') || 'nothing'}`];
  });
  return lines.length === 0 ? [] : [`${binary} serves besides with --${FORWARD_FLAGS['forward-compatible']}`, ...lines];
}

/** The group versions that strict mode serves at the triple of a row, as far as they were seen. */
export function servedAsStrict({ cell }: Pick<Row, 'cell'>, rows: readonly Row[]): readonly string[] | undefined {
  const strict = rows.find(
    ({ cell: other }) => other.mode === 'strict' && other.component === cell.component && isAtSameTriple(other, cell),
  );
  return strict?.seen.type === 'ready' ? strict.seen.served : undefined;
}

function wrong(rows: readonly Row[]): string[] {
  return rows.flatMap((row) =>
    row.outcome === 'pass' ? [] : [formatRow(row), ...(row.log === undefined ? [] : [`  ${row.log}`])],
  );
}

function conclusion(rows: readonly Row[], outcome: Row['outcome'], etcd: string): string {
  const legal = rows.filter(({ cell }) => isLegal(cell));
  const illegal = rows.filter(({ cell }) => !isLegal(cell));
  const passed = (some: readonly Row[]): number => some.filter((row) => row.outcome === 'pass').length;
  const counts = `${passed(legal)} of ${legal.length} legal starts became ready as asked, ${passed(illegal)} of ${illegal.length} illegal ones were refused as documented`;
  return `on etcd ${etcd}: ${counts}\n\n${outcome}\n`;
}

function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths = lines[0]!.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  return lines.map((line) => `  ${line.map((text, at) => text.padEnd(widths[at]!)).join('  ')}`.trimEnd());
}
