import type { Severity } from '../model/guarantee.js';
import type { Json } from '../model/observation.js';

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
  /** Keys of all objects whose changes in the same step follow from this one; none but `key` unless given. */
  readonly consequences?: readonly string[];
  /** A component signed the change and no client owns the object: noise, if the null restart made the same change. */
  readonly mayBeNoise?: boolean;
}
