import type { GuaranteeId, Severity } from '../model/guarantee.js';
import type { Difference } from './difference.js';
import type { Stop } from './stop.js';

/** Something that must hold at every stop it applies to. */
export interface Guarantee {
  readonly id: GuaranteeId;
  /** What must hold, as one sentence without a full stop; every message begins with it. */
  readonly sentence: string;
  readonly severity: Severity;
  /** Where less is promised and a difference weighs less; part of the guarantee, never chosen in a run. */
  readonly weaker: readonly Strength[];
  /** Where upstream promises it. */
  readonly source: string;
  /** What must hold for this one to be worth judging. */
  readonly presupposes: readonly GuaranteeId[];
  /** The scenario or test that trips it. */
  readonly control: string;
  /** Whether there is something to check at a stop; where there is, checking nothing is inconclusive. */
  appliesTo(stop: Stop): boolean;
  check(stop: Stop): CheckResult;
}

/** A part of a guarantee with a weight of its own. */
export interface Strength {
  readonly of: string;
  readonly severity: Severity;
  readonly because: string;
}

/** What a guarantee saw at one stop. */
interface CheckResult {
  /** How many things were looked at. */
  readonly checked: number;
  readonly differences: readonly Difference[];
}

/** The guarantees about the cluster's state: where one is broken, the others would judge a state that nobody asked for. */
export const STATE_GUARANTEES: readonly GuaranteeId[] = ['replaced', 'binary', 'triple', 'store-continues'];
