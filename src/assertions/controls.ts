import type { Control } from '../model/scenario.js';
import type { Verdict } from '../model/verdict.js';
import { guaranteeOf } from './guarantees/index.js';
import { namesSubject } from './ledger.js';

/**
 * True when a control tripped what it must and nothing else: there is a violation, and every violation is of that guarantee
 * and that subject. Of a guarantee that can at worst make a run inconclusive, the same holds for what is inconclusive.
 */
export function trippedExactly(verdict: Pick<Verdict, 'findings'>, mustTrip: Control['mustTrip']): boolean {
  const weight = guaranteeOf(mustTrip.guarantee).severity;
  const found = verdict.findings.filter(({ severity }) => severity === 'violation' || severity === weight);
  return (
    found.length > 0 &&
    found.every(({ guarantee, subject }) => guarantee === mustTrip.guarantee && namesSubject(mustTrip.subject, subject))
  );
}

/** The exit code with which a control must end: 1, or 2 where its guarantee can at worst make a run inconclusive. */
export function exitCodeOfControl({ guarantee }: Control['mustTrip']): number {
  return guaranteeOf(guarantee).severity === 'inconclusive' ? 2 : 1;
}
