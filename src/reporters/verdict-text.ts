import { formatEffectiveVersion } from '../model/effective-version.js';
import { GUARANTEE_IDS } from '../model/guarantee.js';
import type { Plan } from '../model/plan.js';
import type { Finding, Verdict } from '../model/verdict.js';
import { shorten, table, wrap } from './layout.js';
import { printable, printableValue } from './printable.js';
import { style, type Style } from './style.js';
import * as tally from './tally.js';

/** How the ending is laid out. */
export interface VerdictTextOptions {
  /** Columns to stay within; 100 unless told, never below 40. */
  readonly width?: number;
  readonly color?: boolean;
  /** The run's directory as the user should see it. */
  readonly directory?: string;
}

/** Findings shown of one guarantee; the others are counted. */
const SUBJECTS_SHOWN = 12;
const STOPS_SHOWN = 4;

/**
 * The ending of a run for a terminal: the ladder, what was checked, everything that was found, and as the last line the
 * verdict. Names and values are shown in part where long; verdict.json has them whole.
 */
export function renderVerdict(plan: Plan, verdict: Verdict, options: VerdictTextOptions = {}): string {
  const page: Page = { width: Math.max(40, options.width ?? 100), style: style(options.color === true) };
  const sections = [
    ladder(plan, verdict, page),
    coverage(verdict, page),
    findings('violations', tally.bySeverity(verdict, 'violation'), page),
    findings('checks that could not be made', tally.bySeverity(verdict, 'inconclusive'), page),
    bullets('not judged', verdict.notJudged, page),
    accepted(verdict, page),
    notes(verdict, page),
    bullets('ledger entries that matched nothing', verdict.unmatched, page),
    noise(verdict, page),
    options.directory === undefined ? [] : wrap(`run directory: ${printable(options.directory)}`, page.width),
    [ending(verdict, page)],
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

interface Page {
  readonly width: number;
  readonly style: Style;
}

function ladder(plan: Plan, verdict: Verdict, page: Page): string[] {
  const rows = plan.steps.map((step) => [
    shorten(printable(step.name), 40),
    formatEffectiveVersion(step.launch.version),
    tally.rollbackText(tally.rollbackAt(verdict, step.name)),
  ]);
  const { from, to, etcd } = verdict.versions;
  return [
    ...wrap(printable(`${verdict.scenario}: ${from} -> ${to}, etcd ${etcd}`), page.width).map(page.style.bold),
    ...table([['stop', 'version', `rollback to ${printable(from)}`], ...rows], page.width, '  '),
  ];
}

function coverage(verdict: Verdict, page: Page): string[] {
  const rows = GUARANTEE_IDS.map((id) => [id, String(verdict.coverage[id] ?? 0)]);
  return [page.style.bold('checked'), ...table(rows, page.width, '  ')];
}

function findings(title: string, found: readonly Finding[], page: Page): string[] {
  if (found.length === 0) return [];
  const lines = [page.style.bold(page.style.red(`${title}: ${found.length}`))];
  for (const group of tally.groupFindings(found)) {
    lines.push(...wrap(`${group.guarantee}: ${printable(group.sentence)}`, page.width, '  '));
    for (const { subject, findings: same } of group.subjects.slice(0, SUBJECTS_SHOWN)) {
      lines.push(...wrap(shorten(printable(subject), page.width * 2), page.width, '    '));
      for (const finding of same.slice(0, STOPS_SHOWN)) lines.push(...describe(finding, page));
      if (same.length > STOPS_SHOWN) lines.push(`      and ${same.length - STOPS_SHOWN} more`);
      const evidence = tally.distinct(same.flatMap((finding) => finding.evidence)).slice(0, 3);
      if (evidence.length > 0) lines.push(...wrap(`see ${printable(evidence.join(', '))}`, page.width, '      '));
    }
    const left = group.subjects.length - SUBJECTS_SHOWN;
    if (left > 0) lines.push(...wrap(`and ${tally.count(left, 'more subject')} in verdict.json`, page.width, '    '));
  }
  return lines;
}

function describe(finding: Finding, page: Page): string[] {
  const room = Math.max(16, Math.floor(page.width / 3));
  const change = `${printableValue(finding.before, room)} -> ${printableValue(finding.after, room)}`;
  const place = finding.path === '' ? '' : `${shorten(printable(finding.path), page.width)}: `;
  const detail = shorten(printable(tally.detailOf(finding)), page.width * 2);
  return [
    ...wrap(`${printable(finding.step)}  ${place}${change}`, page.width, '      '),
    ...(detail === '' ? [] : wrap(detail, page.width, '        ').map(page.style.dim)),
  ];
}

function accepted(verdict: Verdict, page: Page): string[] {
  const groups = tally.acceptedGroups(verdict);
  if (groups.length === 0) return [];
  const number = tally.acceptedDifferences(verdict).length;
  return [
    page.style.bold(`accepted upstream differences: ${number}`),
    ...groups.flatMap(({ reason, source, differences }) => {
      const names = differences.map(({ entry }) => [entry.subject, entry.path].join(' ').trim());
      const steps = differences.flatMap(({ met }) => met.map(({ step }) => step));
      const guarantees = tally.distinct(differences.map(({ entry }) => entry.guarantee));
      return [
        ...wrap(printable(`${guarantees.join(', ')}: ${names.join(', ')}`), page.width, '  '),
        ...wrap(printable(reason), page.width, '    '),
        ...wrap(`at ${tally.distinct(steps.map(printable)).join(', ')}`, page.width, '    '),
        ...wrap(`source: ${printable(source)}`, page.width, '    '),
      ];
    }),
  ];
}

function notes(verdict: Verdict, page: Page): string[] {
  const groups = tally.groupFindings(tally.bySeverity(verdict, 'note'));
  if (groups.length === 0) return [];
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const rows = groups.map((group) => [
    group.guarantee,
    String(group.count),
    shorten(printable(group.sentence), page.width),
  ]);
  return [page.style.bold(`notes: ${total}`) + ', see summary.md', ...table(rows, page.width, '  ')];
}

function bullets(title: string, items: readonly string[], page: Page): string[] {
  if (items.length === 0) return [];
  return [
    page.style.bold(`${title}: ${items.length}`),
    ...items.flatMap((item) => wrap(printable(item), page.width, '  ')),
  ];
}

function noise(verdict: Verdict, page: Page): string[] {
  if (verdict.noise.length === 0) return [];
  const explained = verdict.noise.reduce((sum, each) => sum + each.explained, 0);
  const places = tally.count(verdict.noise.length, 'place');
  const text = `noise: ${places} that a restart with identical flags changes too; they explain ${tally.count(explained, 'difference')} (summary.md names them)`;
  return wrap(text, page.width);
}

function ending(verdict: Verdict, page: Page): string {
  const line = tally.verdictLine(verdict);
  switch (verdict.outcome) {
    case 'pass':
      return page.style.green(line);
    case 'fail':
      return page.style.red(line);
    case 'inconclusive':
      return page.style.yellow(line);
  }
}
