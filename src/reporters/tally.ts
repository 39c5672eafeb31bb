import { GUARANTEE_IDS, type GuaranteeId, type Severity } from '../model/guarantee.js';
import type { LedgerEntry } from '../model/scenario.js';
import {
  WELL_FILLED,
  type ExpectedDifference,
  type FieldShare,
  type Finding,
  type RollbackVerdict,
  type Verdict,
} from '../model/verdict.js';

/** One ledger entry and every place of the run where it was met. */
export interface AcceptedDifference {
  readonly entry: LedgerEntry;
  readonly met: readonly ExpectedDifference[];
}

/** The findings of one guarantee and severity, and the sentence they break. */
export interface FindingGroup {
  readonly guarantee: GuaranteeId;
  readonly sentence: string;
  readonly subjects: readonly SubjectGroup[];
  readonly count: number;
}

/** The findings about one subject, over all stops. */
interface SubjectGroup {
  readonly subject: string;
  readonly findings: readonly Finding[];
}

/**
 * The last line of a run: `pass`, `pass, 14 accepted upstream differences`, `fail, 3 violations` or
 * `inconclusive, 2 checks could not be made`. What it counts is what the reports list: ledger entries, not their repetitions.
 */
export function verdictLine(verdict: Verdict): string {
  switch (verdict.outcome) {
    case 'pass': {
      const accepted = acceptedDifferences(verdict).length;
      return accepted === 0 ? 'pass' : `pass, ${count(accepted, 'accepted upstream difference')}`;
    }
    case 'fail':
      return `fail, ${count(bySeverity(verdict, 'violation').length, 'violation')}`;
    case 'inconclusive': {
      const missing = bySeverity(verdict, 'inconclusive').length || verdict.notJudged.length;
      return missing === 0 ? 'inconclusive' : `inconclusive, ${count(missing, 'check')} could not be made`;
    }
  }
}

/** `1 violation`, `2 violations`; `plural` where adding an s does not do. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** The accepted differences by ledger entry, in the order in which the verdict first names them. */
export function acceptedDifferences(verdict: Verdict): AcceptedDifference[] {
  const groups = groupBy(verdict.expected, ({ entry }) =>
    JSON.stringify([entry.id, entry.guarantee, entry.subject, entry.path]),
  );
  return groups.map((met) => ({ entry: met[0].entry, met }));
}

/** Accepted differences that have one reason and one source in common. */
export interface AcceptedGroup {
  readonly reason: string;
  readonly source: string;
  readonly differences: readonly AcceptedDifference[];
}

/** The accepted differences by why they are accepted. */
export function acceptedGroups(verdict: Verdict): AcceptedGroup[] {
  const groups = groupBy(acceptedDifferences(verdict), ({ entry }) => JSON.stringify([entry.reason, entry.source]));
  return groups.map((differences) => {
    const { reason, source } = differences[0].entry;
    return { reason, source, differences };
  });
}

/** The findings of a severity, as the verdict orders them. */
export function bySeverity(verdict: Verdict, severity: Severity): Finding[] {
  return verdict.findings.filter((finding) => finding.severity === severity);
}

/** Findings by guarantee (in the guarantees' order), then by subject. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  return groupBy(findings, (finding) => finding.guarantee)
    .map((group) => ({
      guarantee: group[0].guarantee,
      sentence: sentenceOf(group[0].message),
      subjects: groupBy(group, ({ component, subject }) => JSON.stringify([component, subject])).map((same) => ({
        subject: [same[0].component, same[0].subject].filter((part) => part !== '').join(' '),
        findings: same,
      })),
      count: group.length,
    }))
    .sort((a, b) => GUARANTEE_IDS.indexOf(a.guarantee) - GUARANTEE_IDS.indexOf(b.guarantee));
}

/** The guarantee's sentence at the start of a finding's message, without the full stop or colon that ends it. */
export function sentenceOf(message: string): string {
  return /^.*?(?=[.:](\s|$))/s.exec(message)?.[0] ?? message;
}

/** What a finding's message says after the guarantee's sentence and the names that the reports show anyway. */
export function detailOf({ message, subject, path }: Pick<Finding, 'message' | 'subject' | 'path'>): string {
  let detail = message.slice(sentenceOf(message).length + 1).trim();
  for (const name of [subject, path]) {
    if (name !== '' && detail.startsWith(`${name} `)) detail = detail.slice(name.length + 1);
  }
  return detail;
}

/** `safe`, `lossy, 12 facts`, `not examined`; a stop without a result was not reached. */
export function rollbackText(rollback: RollbackVerdict | undefined): string {
  if (rollback === undefined) return 'not reached';
  return rollback.facts.length === 0
    ? rollback.outcome
    : `${rollback.outcome}, ${count(rollback.facts.length, 'fact')}`;
}

/** How much of its kind is filled, for a reader: `69 %`; rounded down, so that what is below a bound never reads as reaching it. */
export function shareText({ set, fields }: FieldShare): string {
  return `${Math.floor((100 * set) / fields)} %`;
}

/** Kinds of which the objects of the run set too few fields for it to say much about them. */
export function thinlyFilled(shares: readonly FieldShare[]): readonly FieldShare[] {
  return shares.filter(({ set, fields }) => set < WELL_FILLED * fields);
}

/** The rollback result of a stop. */
export function rollbackAt(verdict: Verdict, step: string): RollbackVerdict | undefined {
  return verdict.rollback.find((rollback) => rollback.step === step);
}

/** Values without repetition, in order of first appearance. */
export function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return [...groups.values()];
}
