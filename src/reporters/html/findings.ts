import { GUARANTEE_IDS, type Severity } from '../../model/guarantee.js';
import type { Json, RollbackFact } from '../../model/observation.js';
import type { Finding, Verdict } from '../../model/verdict.js';
import { canonicalJson, canonicalLine } from '../../support/canonical-json.js';
import * as tally from '../tally.js';
import type { AcceptedView, CoverageView, FactView, FindingList, FindingView } from './report-data.js';

/** Beyond these a page would be too large to read and to open; verdict.json has all. */
const FINDINGS_SHOWN = 10_000;
const FACTS_SHOWN = 2_000;
const VALUE_CHARACTERS = 4_000;

/** The findings of a severity as the page shows them. */
export function findingList(verdict: Verdict, severity: Severity): FindingList {
  const found = tally.bySeverity(verdict, severity);
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

/** The accepted differences, one item a ledger entry. */
export function acceptedViews(verdict: Verdict): AcceptedView[] {
  return tally.acceptedDifferences(verdict).map(({ entry, met }) => ({
    id: entry.id,
    guarantee: entry.guarantee,
    subject: entry.subject,
    path: entry.path,
    reason: entry.reason,
    source: entry.source,
    met: met.map(({ step, before, after }) => ({ step, before: valueText(before), after: valueText(after) })),
  }));
}

/** What each guarantee looked at and found. */
export function coverageViews(verdict: Verdict): CoverageView[] {
  return GUARANTEE_IDS.map((guarantee) => {
    const found = (severity: Severity) =>
      verdict.findings.filter((finding) => finding.guarantee === guarantee && finding.severity === severity).length;
    return {
      guarantee,
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
  const shown = facts.slice(0, FACTS_SHOWN).map(({ type, subject, path, before, after, message }) => {
    const valued = before !== null || after !== null;
    return {
      type,
      subject,
      path,
      before: valued ? valueText(before) : '',
      after: valued ? valueText(after) : '',
      message,
    };
  });
  return { facts: shown, left: facts.length - shown.length };
}

/** The findings about one subject, with equal ones of several stops as one. */
function alike(findings: readonly Finding[]): FindingView[] {
  const views = new Map<string, FindingView>();
  for (const finding of findings) {
    const { path, before, after, step, evidence } = finding;
    const detail = tally.detailOf(finding);
    const key = canonicalLine([path, before, after, detail]);
    const view = views.get(key);
    views.set(key, {
      steps: [...(view?.steps ?? []), step],
      path,
      before: valueText(before),
      after: valueText(after),
      detail,
      evidence: tally.distinct([...(view?.evidence ?? []), ...evidence]),
    });
  }
  return [...views.values()];
}

/** A value as indented JSON; what is cut off a very long one is counted. */
function valueText(value: Json): string {
  const text = canonicalJson(value).trimEnd();
  if (text.length <= VALUE_CHARACTERS) return text;
  return `${text.slice(0, VALUE_CHARACTERS)}… (${text.length - VALUE_CHARACTERS} more characters)`;
}
