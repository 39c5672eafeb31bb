import type { CaseResult, Disagreement, ExplorationSummary } from '../model/exploration.js';
import { table, wrap } from './layout.js';
import { codeCell, markdownTable, prose } from './markdown.js';
import { printable } from './printable.js';
import { count } from './tally.js';

/** Of what a report lists one by one, this many. */
const SHOWN = 50;

/** `pass, 352 of 352 classes judged by 443 of 2156 cases`. */
export function explorationLine({ outcome, covered, classes, executed, enumerated }: ExplorationSummary): string {
  return `${outcome}, ${covered} of ${classes} classes judged by ${executed} of ${count(enumerated, 'case')}`;
}

/** An exploration for a terminal of this width. */
export function explorationText(scenario: string, summary: ExplorationSummary, width: number): string {
  const lines = [
    ...wrap(printable(`exploring ${scenario}: ${explorationLine(summary)}`), width),
    '',
    ...table(figures(summary), width, '  '),
    ...section('end states', endStateRows(summary)),
    ...section('not passed', summary.notPassed.map(notPassedRow)),
    ...section('not one state', summary.disagreeing.map(disagreementRow)),
    ...section(
      'not run',
      summary.missing.map((id) => [id]),
    ),
  ];
  return `${lines.join('\n')}\n`;

  function section(title: string, rows: readonly (readonly string[])[]): string[] {
    if (rows.length === 0) return [];
    const shown = rows.slice(0, SHOWN).map((row) => row.map(printable));
    return ['', title, ...table(shown, width, '  '), ...more(rows).map((line) => `  ${line}`)];
  }
}

/** The same as a page of Markdown. */
export function explorationMarkdown(scenario: string, summary: ExplorationSummary): string {
  const lines = [
    `# Exploring ${prose(scenario)}: ${explorationLine(summary)}`,
    '',
    ...markdownTable(['', ''], figures(summary)),
    ...section('End states', ['cases', 'state'], endStateRows(summary)),
    ...section('Not passed', ['outcome', 'case', 'found'], summary.notPassed.map(notPassedRow)),
    ...section(
      'Not one state',
      ['sample', 'ended in', 'representative', 'ended in', 'class'],
      summary.disagreeing.map(disagreementRow),
    ),
    ...section(
      'Not run',
      ['case'],
      summary.missing.map((id) => [id]),
    ),
  ];
  return `${lines.join('\n')}\n`;

  function section(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string[] {
    if (rows.length === 0) return [];
    const shown = rows.slice(0, SHOWN).map((row) => row.map(codeCell));
    return ['', `## ${title}`, '', ...markdownTable(header, shown), ...more(rows).flatMap((line) => ['', line])];
  }
}

function figures(summary: ExplorationSummary): [string, string][] {
  const { enumerated, classes, covered, chosen, executed, outcomes, agreeing, disagreeing, uncompared } = summary;
  return [
    ['cases before pruning', String(enumerated)],
    ['classes of the same state', String(classes)],
    ['classes judged', `${covered}/${classes} ${percent(covered, classes)}`],
    ['cases run', `${executed} of ${chosen} chosen; ${executed}/${enumerated} ${percent(executed, enumerated)} of all`],
    ['outcomes', `${outcomes.pass} pass, ${outcomes.fail} fail, ${outcomes.inconclusive} inconclusive`],
    ['distinct end states', String(summary.endStates.length)],
    ['samples', `${agreeing} agree, ${disagreeing.length} disagree, ${uncompared} not compared`],
  ];
}

/** Rounded down, so that only everything is 100 %. */
function percent(part: number, whole: number): string {
  return `(${whole === 0 ? 0 : Math.floor((1000 * part) / whole) / 10} %)`;
}

function endStateRows({ endStates }: ExplorationSummary): string[][] {
  return endStates.map(({ endState, cases }) => [String(cases), endState]);
}

function notPassedRow({ outcome, id, findings }: CaseResult): string[] {
  const [first = '', ...rest] = findings;
  return [outcome, id, rest.length === 0 ? first : `${first} and ${rest.length} more`];
}

function disagreementRow({ key, sample, representative }: Disagreement): string[] {
  return [sample.id, sample.endState, representative.id, representative.endState, key];
}

function more(rows: readonly unknown[]): string[] {
  return rows.length > SHOWN ? [`and ${rows.length - SHOWN} more`] : [];
}
