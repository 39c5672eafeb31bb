import { formatEffectiveVersion } from '../model/effective-version.js';
import { GUARANTEE_IDS } from '../model/guarantee.js';
import type { RollbackFact } from '../model/observation.js';
import type { Plan } from '../model/plan.js';
import { WELL_FILLED, type FieldShare, type Finding, type RollbackVerdict, type Verdict } from '../model/verdict.js';
import { code, codeCell, markdownTable, prose, source } from './markdown.js';
import { pointOfNoReturn } from './point-of-no-return.js';
import { printableValue } from './printable.js';
import { repeatCommand } from './repeat-command.js';
import type { RunInfo } from './run-info.js';
import * as tally from './tally.js';

/** Entries of one list; what is left out is counted, and verdict.json has all. */
const SHOWN = 50;
const VALUE_WIDTH = 80;

/** summary.md: the whole verdict for a reader, without clock times, so that judging again gives the same text. */
export function renderSummary(plan: Plan, verdict: Verdict, info: RunInfo): string {
  const { from, to, etcd } = verdict.versions;
  const sections: [title: string, lines: string[]][] = [
    ['The ladder', ladder(plan, verdict)],
    ['The point of no return', [pointOfNoReturn(plan, verdict, code).join(' ')]],
    ['Violations', findings(tally.bySeverity(verdict, 'violation'))],
    ['Checks that could not be made', findings(tally.bySeverity(verdict, 'inconclusive'))],
    ['Not judged', list(verdict.notJudged.map(prose))],
    ['Accepted upstream differences', accepted(verdict)],
    ['What a rollback would cost', rollbackFacts(verdict)],
    ['Notes', findings(tally.bySeverity(verdict, 'note'))],
    ['Coverage', markdownTable(['guarantee', 'checked'], coverage(verdict))],
    ['How well kinds are filled', filled(verdict.fieldShares ?? [])],
    ['Noise', noise(verdict)],
    ['Ledger entries that matched nothing', list(verdict.unmatched.map(code))],
    ['Repeat it', repeat(plan, info)],
  ];
  const opening = [
    `# ${prose(verdict.scenario)}: ${tally.verdictLine(verdict)}`,
    '',
    `Kubernetes ${prose(from)} to ${prose(to)} on etcd ${prose(etcd)}, ${tally.count(plan.steps.length, 'stop')}.`,
  ];
  const body = sections
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines]);
  return `${[...opening, ...body].join('\n')}\n`;
}

function ladder(plan: Plan, verdict: Verdict): string[] {
  const rows = plan.steps.map((step) => [
    codeCell(step.name),
    formatEffectiveVersion(step.launch.version),
    rollbackCell(tally.rollbackAt(verdict, step.name)),
  ]);
  return markdownTable(['stop', 'version', `rollback to ${plan.versions.from}`], rows);
}

/** The outcome and how many facts of each type make it so: `lossy: 12 field-lost, 2 orphaned`. */
function rollbackCell(rollback: RollbackVerdict | undefined): string {
  if (!rollback || rollback.facts.length === 0) return tally.rollbackText(rollback);
  const types = tally.distinct(rollback.facts.map(({ type }) => type));
  const counts = types.map((type) => `${rollback.facts.filter((fact) => fact.type === type).length} ${type}`);
  return `${rollback.outcome}: ${counts.join(', ')}`;
}

function findings(found: readonly Finding[]): string[] {
  return tally
    .groupFindings(found)
    .flatMap((group, at) => [
      ...(at === 0 ? [] : ['']),
      `**${group.guarantee}** (${group.count}): ${prose(group.sentence)}`,
      '',
      ...list(
        group.subjects.flatMap(({ subject, findings: same }) => same.map((finding) => describe(subject, finding))),
      ),
    ]);
}

function describe(subject: string, finding: Finding): string {
  const place = [code(subject), code(finding.path)].filter((part) => part !== '').join(' ');
  const detail = prose(tally.detailOf(finding));
  const evidence = finding.evidence.map(code).join(', ');
  const words = [code(finding.step), place, detail].filter((part) => part !== '').join(' ');
  return `${words}: ${value(finding.before)} → ${value(finding.after)}${evidence === '' ? '' : `, see ${evidence}`}`;
}

function accepted(verdict: Verdict): string[] {
  const items = tally.acceptedDifferences(verdict).map(({ entry, met }) => {
    const place = [code(entry.subject), code(entry.path)].filter((part) => part !== '').join(' ');
    const steps = tally.distinct(met.map(({ step }) => step)).map(code);
    return `**${prose(entry.id)}** (${entry.guarantee}): ${place} at ${steps.join(', ')}. ${prose(entry.reason)} Source: ${source(entry.source)}`;
  });
  // All of them, however many: "each named" is what the verdict's last line promises.
  return items.map((item) => `- ${item}`);
}

function rollbackFacts(verdict: Verdict): string[] {
  const costly = verdict.rollback.filter(({ facts }) => facts.length > 0);
  return costly.flatMap(({ step, outcome, facts }, at) => [
    ...(at === 0 ? [] : ['']),
    `From ${code(step)} (${outcome}):`,
    '',
    ...list(facts.map(describeFact)),
  ]);
}

function describeFact(fact: RollbackFact): string {
  const place = [code(fact.subject), code(fact.path)].filter((part) => part !== '').join(' ');
  const change = fact.before === null && fact.after === null ? '' : `: ${value(fact.before)} → ${value(fact.after)}`;
  return `${fact.type} ${place}${change}${fact.message === '' ? '' : `: ${prose(fact.message)}`}`;
}

function coverage(verdict: Verdict): string[][] {
  return GUARANTEE_IDS.map((id) => [id, String(verdict.coverage[id] ?? 0)]);
}

function filled(shares: readonly FieldShare[]): string[] {
  if (shares.length === 0) return [];
  const thin = tally.thinlyFilled(shares);
  const rows = thin.map((share) => [
    codeCell(share.kind),
    String(share.objects),
    `${share.set} of ${share.fields}`,
    tally.shareText(share),
  ]);
  const total = tally.count(shares.length, 'kind');
  const opening = `Objects at the baseline set at least ${Math.round(WELL_FILLED * 100)} % of the fields of ${shares.length - thin.length} of ${total}.`;
  if (thin.length === 0) return [opening];
  const noted = 'Of the others less is shown by this run than of those:';
  return [`${opening} ${noted}`, '', ...markdownTable(['kind', 'objects', 'fields set', 'share'], rows)];
}

function noise(verdict: Verdict): string[] {
  if (verdict.noise.length === 0) return [];
  const items = verdict.noise.map(({ subject, path, explained }) => {
    const place = [code(subject), code(path)].filter((part) => part !== '').join(' ');
    return `${place}: explains ${tally.count(explained, 'difference')}`;
  });
  return ['What a restart with identical flags changes too, measured in this run:', '', ...list(items)];
}

function repeat(plan: Plan, info: RunInfo): string[] {
  const command = repeatCommand(info, plan);
  const fence = '`'.repeat(Math.max(2, ...(command.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const { from, to, etcd } = plan.versions;
  const facts = `Seed ${plan.seed}, Kubernetes ${from} and ${to}, etcd ${etcd}, kube-rehearse ${prose(info.harnessVersion)}.`;
  return [facts, '', fence, command, fence];
}

function list(items: readonly string[]): string[] {
  const left = items.length - SHOWN;
  const lines = items.slice(0, SHOWN).map((item) => `- ${item}`);
  return left > 0 ? [...lines, `- and ${left} more in verdict.json`] : lines;
}

function value(content: unknown): string {
  return code(printableValue(content, VALUE_WIDTH));
}
