import { GUARANTEE_IDS, type Severity } from '../../model/guarantee.js';
import type { Json, RollbackFact } from '../../model/observation.js';
import type { Finding, Verdict } from '../../model/verdict.js';
import { canonicalJson, canonicalLine } from '../../support/canonical-json.js';
import * as tally from '../tally.js';
import type {
  AcceptedGroupView,
  CoverageView,
  FactView,
  FindingList,
  FindingView,
  GuaranteeSentences,
  ShareView,
} from './report-data.js';

/** Beyond these a page would be too large to read and to open; verdict.json has all. */
const FINDINGS_SHOWN = 10_000;
const FACTS_SHOWN = 2_000;
const VALUE_CHARACTERS = 4_000;

/** The findings of a severity as the page shows them. */
export function findingList(verdict: Verdict, severity: Severity): FindingList {
  return listOf(tally.bySeverity(verdict, severity));
}

/** Findings by guarantee and subject. */
export function listOf(found: readonly Finding[]): FindingList {
  const groups = tally
    .groupFindings(found.slice(0, FINDINGS_SHOWN))
    .map(({ guarantee, sentence, count, subjects }) => ({
      guarantee,
      sentence,
      count,
      subjects: subjects.map(({ subject, findings }) => ({
        subject,
        findings: alike(findings),
      })),
    }));
  return { count: found.length, groups, left: Math.max(0, found.length - FINDINGS_SHOWN) };
}

/** The accepted differences by why they are accepted. */
export function acceptedViews(verdict: Verdict): AcceptedGroupView[] {
  return tally.acceptedGroups(verdict).map(({ reason, source, differences }) => ({
    reason,
    source,
    entries: differences.map(({ entry: { id, guarantee, subject, path }, met }) => ({
      id,
      guarantee,
      subject,
      path,
      met: merged(met, ({ before, after }) => [before, after]).map((same) => ({
        steps: tally.distinct(same.map(({ step }) => step)),
        before: valueText(same[0].before),
        after: valueText(same[0].after),
      })),
    })),
  }));
}

/** How well each kind was filled at the baseline, the emptiest first. */
export function shareViews({ fieldShares = [] }: Verdict): ShareView[] {
  const thin = new Set(tally.thinlyFilled(fieldShares));
  return fieldShares.map((each) => ({ ...each, share: tally.shareText(each), thin: thin.has(each) }));
}

/** What each guarantee looked at and found. */
export function coverageViews(verdict: Verdict, sentences: GuaranteeSentences): CoverageView[] {
  return GUARANTEE_IDS.map((guarantee) => {
    const found = (severity: Severity) =>
      verdict.findings.filter((finding) => finding.guarantee === guarantee && finding.severity === severity).length;
    return {
      guarantee,
      sentence: sentences[guarantee],
      checked: verdict.coverage[guarantee] ?? 0,
      violations: found('violation'),
      inconclusive: found('inconclusive'),
      notes: found('note'),
      accepted: verdict.expected.filter(({ entry }) => entry.guarantee === guarantee).length,
    };
  });
}

/** What a rollback would cost, and how many facts are left out. */
export function factViews(facts: readonly RollbackFact[]): { facts: FactView[]; left: number } {
  const shown = facts.slice(0, FACTS_SHOWN).map((fact) => {
    const { type, subject, path } = fact;
    return { type, subject, path, ...valueTexts(fact), message: factDetail(fact) };
  });
  return { facts: shown, left: facts.length - shown.length };
}

/** The findings about one subject, with equal ones of several stops as one. */
function alike(findings: readonly Finding[]): FindingView[] {
  return merged(findings, (finding) => [finding.path, finding.before, finding.after, tally.detailOf(finding)]).map(
    (same) => ({
      steps: tally.distinct(same.map(({ step }) => step)),
      path: same[0].path,
      ...valueTexts(same[0]),
      detail: tally.detailOf(same[0]),
      evidence: tally.distinct(same.flatMap(({ evidence }) => evidence)),
    }),
  );
}

/** What is equal in `key` together, in order of first appearance. */
function merged<T>(items: readonly T[], key: (item: T) => Json): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const text = canonicalLine(key(item));
    const group = groups.get(text);
    if (group) group.push(item);
    else groups.set(text, [item]);
  }
  return [...groups.values()];
}

/** A fact's message without what the page shows of it anyway. */
function factDetail({ subject, path, message }: RollbackFact): string {
  const detail = message.startsWith(`${subject} `) ? message.slice(subject.length + 1) : message;
  return detail === `loses ${path}` ? '' : detail;
}

/** Both values as text; empty where neither is anything, as with what could not be checked. */
function valueTexts({ before, after }: { readonly before: Json; readonly after: Json }) {
  if (before === null && after === null) return { before: '', after: '' };
  return { before: valueText(before), after: valueText(after) };
}

/** A value as indented JSON; what is cut off a very long one is counted. */
function valueText(value: Json): string {
  const text = canonicalJson(value).trimEnd();
  if (text.length <= VALUE_CHARACTERS) return text;
  return `${text.slice(0, VALUE_CHARACTERS)}… (${text.length - VALUE_CHARACTERS} more characters)`;
}
