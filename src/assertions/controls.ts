import type { Control } from '../model/scenario.js';
import type { Verdict } from '../model/verdict.js';
import { namesSubject } from './ledger.js';

/**
 * True when a control tripped what it must and nothing else: there is a violation, and every violation is of that guarantee
 * and that subject.
 */
export function trippedExactly(verdict: Pick<Verdict, 'findings'>, mustTrip: Control['mustTrip']): boolean {
  const violations = verdict.findings.filter(({ severity }) => severity === 'violation');
  return (
    violations.length > 0 &&
    violations.every(
      ({ guarantee, subject }) => guarantee === mustTrip.guarantee && namesSubject(mustTrip.subject, subject),
    )
  );
}
