import type { Severity } from '../../model/guarantee.js';
import { shorten, table, wrap } from '../layout.js';
import { printable } from '../printable.js';
import { formatSeconds } from '../step-text.js';
import { style, type Style } from '../style.js';
import { count } from '../tally.js';
import type { Both, Changes, RunComparison, StopSide } from './run-comparison.js';

/** Lines shown of one list; the page has all. */
const SHOWN = 20;

/** What differs between two runs, for a terminal. The last line says it in one sentence. */
export function renderComparison(
  comparison: RunComparison,
  options: { readonly width?: number; readonly color?: boolean } = {},
): string {
  const width = Math.max(40, options.width ?? 100);
  const paint = style(options.color === true);
  const { runs, inputs, stops, findings, accepted, costs, coverage, times } = comparison;
  const sections = [
    [
      ...wrap(`A  ${printable(runs.before.name)}: ${runs.before.line}`, width),
      ...wrap(`B  ${printable(runs.after.name)}: ${runs.after.line}`, width),
    ],
    titled('made with', pairs(inputs.map((row) => [row.what, row.before, row.after]))),
    titled(
      'stops that differ',
      pairs(
        stops.filter(({ differs }) => differs).map((stop) => [stop.name, stopText(stop.before), stopText(stop.after)]),
      ),
    ),
    ...findings.flatMap(({ severity, otherValues, ...found }) => [
      ...lists(
        severity === 'inconclusive' ? 'checks that could not be made' : `${severity}s`,
        found,
        ({ step, guarantee, component, subject, path }) =>
          [step, guarantee, component, subject, path].filter((part) => part !== '').join(' '),
      ),
      otherValues === 0 ? [] : wrap(`${amount(otherValues, severity)} in both runs, with other values`, width),
    ]),
    ...lists('accepted differences', accepted, ({ entry, step }) =>
      [step, entry.guarantee, entry.subject, entry.path].filter((part) => part !== '').join(' '),
    ),
    ...costs.flatMap(({ step, ...facts }) =>
      lists(`what going back from ${step} costs`, facts, ({ type, subject, path }) =>
        `${type} ${subject} ${path}`.trim(),
      ),
    ),
    titled(
      'number of things checked',
      pairs(coverage.map((row) => [row.guarantee, String(row.before), String(row.after)])),
    ),
    titled('times', pairs(times.map((row) => [row.what, time(row.before), time(row.after)]))),
    [ending(comparison, paint)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;

  function titled(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [paint.bold(title), ...lines];
  }

  function pairs(rows: readonly (readonly [string, string, string])[]): string[] {
    if (rows.length === 0) return [];
    const cells = rows.map((row) => row.map((cell) => shorten(printable(cell), width)));
    const columns = table([['', 'A', 'B'], ...cells], width, '  ');
    // a table that does not fit is two lines a row, and which is which must still be seen
    if (columns.length === rows.length + 1) return columns;
    return cells.flatMap(([what = '', before = '', after = '']) => [
      ...wrap(what, width, '  '),
      ...wrap(`A  ${before}`, width, '    '),
      ...wrap(`B  ${after}`, width, '    '),
    ]);
  }

  function lists<T>(what: string, { appeared, gone }: Changes<T>, describe: (value: T) => string): string[][] {
    return [
      titled(`${what} that only B has: ${appeared.length}`, entries(appeared.map(describe), '+')),
      titled(`${what} that only A has: ${gone.length}`, entries(gone.map(describe), '-')),
    ];
  }

  function entries(lines: readonly string[], sign: string): string[] {
    const shown = lines.slice(0, SHOWN).map((line) => `  ${sign} ${shorten(printable(line), width - 4)}`);
    return lines.length > SHOWN ? [...shown, `  and ${lines.length - SHOWN} more`] : shown;
  }
}

/** Whether the runs came to the same, apart from times. */
export function comesToTheSame({ runs, stops, findings, accepted, costs }: RunComparison): boolean {
  const lists: readonly Changes<unknown>[] = [...findings, accepted, ...costs];
  return (
    runs.before.outcome === runs.after.outcome &&
    stops.every(({ differs }) => !differs) &&
    lists.every(({ appeared, gone }) => appeared.length + gone.length === 0)
  );
}

/** What the comparison comes to, in one sentence. */
export function comparisonSentence(comparison: RunComparison): string {
  const { runs, findings, stops } = comparison;
  if (comesToTheSame(comparison)) return `Both runs came to the same: ${runs.after.outcome}.`;
  const { before, after } = runs;
  const verdict =
    before.outcome === after.outcome ? `Both are ${after.outcome}` : `${before.outcome} became ${after.outcome}`;
  const moved = stops.filter((stop) => (stop.before?.rollback ?? '') !== (stop.after?.rollback ?? '')).length;
  const parts = findings.flatMap(({ severity, appeared, gone }) => [
    ...(appeared.length > 0 ? [`${amount(appeared.length, severity)} appeared`] : []),
    ...(gone.length > 0 ? [`${amount(gone.length, severity)} went away`] : []),
  ]);
  if (comparison.accepted.appeared.length + comparison.accepted.gone.length > 0) {
    parts.push(`${comparison.accepted.appeared.length} accepted more, ${comparison.accepted.gone.length} less`);
  }
  if (moved > 0) parts.push(`rollback differs at ${count(moved, 'stop')}`);
  return `${verdict}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
}

function amount(number: number, severity: Severity): string {
  return severity === 'inconclusive'
    ? count(number, 'check that could not be made', 'checks that could not be made')
    : count(number, severity);
}

function ending(comparison: RunComparison, paint: Style): string {
  const sentence = comparisonSentence(comparison);
  return comesToTheSame(comparison) ? paint.green(sentence) : paint.yellow(sentence);
}

function stopText(stop: StopSide | null): string {
  if (stop === null) return 'no such stop';
  const facts = stop.facts === 0 ? '' : `, ${count(stop.facts, 'fact')}`;
  const violations = stop.violations === 0 ? '' : `, ${count(stop.violations, 'violation')}`;
  return `${stop.version}: rollback ${stop.rollback}${facts}${violations}`;
}

function time(ms: Both<number | null>['before']): string {
  return ms === null ? 'none' : formatSeconds(ms / 1000);
}
