import type { GuaranteeId, Severity } from '../model/guarantee.js';
import type { Json } from '../model/observation.js';
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
export interface CheckResult {
  /** How many things were looked at. */
  readonly checked: number;
  readonly differences: readonly Difference[];
}

/** One difference between what must be and what was seen, before ledger and noise. */
export interface Difference {
  readonly subject: string;
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
  /** What is wrong with the subject: the predicate of the sentence that it begins. */
  readonly detail: string;
  /** Files below the run's directory. */
  readonly evidence: readonly string[];
  /** The guarantee's own unless given. */
  readonly severity?: Severity;
  readonly component?: string;
  /** The etcd key it is about. */
  readonly key?: string;
  /** A component signed the change and no client owns the object: noise, if the null restart made the same change. */
  readonly mayBeNoise?: boolean;
}

/** The guarantees about the cluster's state: where one is broken, the others would judge a state that nobody asked for. */
export const STATE_GUARANTEES: readonly GuaranteeId[] = ['replaced', 'binary', 'triple'];
