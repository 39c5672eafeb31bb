import type { NamedFinding } from '../model/scenario.js';
import type { Verdict } from '../model/verdict.js';
import { guaranteeOf } from './guarantees/index.js';
import { namesSubject } from './ledger.js';

/**
 * True when a run found what was named before and nothing else: each of `named` is a violation, and every violation is
 * named. Of a guarantee that can at worst make a run inconclusive, the same holds for what is inconclusive. For a control
 * that is what it must trip, for a regression what it finds.
 */
export function foundExactly(verdict: Pick<Verdict, 'findings'>, named: readonly NamedFinding[]): boolean {
  const weights = new Set(['violation', ...named.map(({ guarantee }) => guaranteeOf(guarantee).severity)]);
  const found = verdict.findings.filter(({ severity }) => weights.has(severity));
  const names = (finding: NamedFinding, { guarantee, subject }: NamedFinding): boolean =>
    finding.guarantee === guarantee && namesSubject(finding.subject, subject);
  return (
    named.length > 0 &&
    named.every((finding) => found.some((each) => names(finding, each))) &&
    found.every((each) => named.some((finding) => names(finding, each)))
  );
}
