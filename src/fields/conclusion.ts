import type { Outcome } from '../model/verdict.js';
import type { Coverage } from './coverage.js';

/** What a probe's conclusion is drawn from. */
export interface Learnt {
  /** How many findings there are. */
  readonly findings: number;
  readonly coverage: Coverage;
  /** Questions without an answer that says something. */
  readonly unanswered: number;
}

/** What a probe comes to, and what it cannot vouch for. */
export interface Conclusion {
  readonly outcome: Outcome;
  readonly doubts: readonly string[];
}

/**
 * Fail with a finding. Pass without one, where every question was answered and something was reached in every kind that the old
 * release serves; inconclusive otherwise. Single fields that were not reached are the coverage's to tell.
 */
export function conclusionOf({ findings, coverage, unanswered }: Learnt): Conclusion {
  const doubts = [
    ...(coverage.kinds.of === 0 ? ['no kind was asked about'] : []),
    ...(coverage.unreachedKinds.length > 0 ? [`no field was reached of ${coverage.unreachedKinds.join(', ')}`] : []),
    ...(unanswered > 0 ? [`${unanswered} questions got no answer that says anything`] : []),
  ];
  return { outcome: findings > 0 ? 'fail' : doubts.length > 0 ? 'inconclusive' : 'pass', doubts };
}
