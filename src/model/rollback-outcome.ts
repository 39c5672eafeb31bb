import type { RollbackFact } from './observation.js';
import { ROLLBACK_OUTCOMES, type RollbackOutcome } from './transition.js';

/** What a fact alone makes of a rollback: what cannot be read or written is not usable at all, the rest is there in part. */
export function outcomeOfFact({ type }: Pick<RollbackFact, 'type'>): RollbackOutcome {
  switch (type) {
    case 'not-ready':
    case 'undecodable':
    case 'unreadable':
    case 'refused':
      return 'impossible';
    case 'orphaned':
    case 'field-lost':
    case 'field-changed':
      return 'lossy';
  }
}

/** 0 for safe, and higher the worse. */
export function badnessOf(outcome: RollbackOutcome): number {
  return ROLLBACK_OUTCOMES.indexOf(outcome);
}

/** The worst of all facts; safe without any. */
export function outcomeOfFacts(facts: readonly RollbackFact[]): RollbackOutcome {
  return facts
    .map(outcomeOfFact)
    .reduce((worst, outcome) => (badnessOf(outcome) > badnessOf(worst) ? outcome : worst), 'safe');
}
