import type { GuaranteeId, Severity } from './guarantee.js';
import type { LedgerEntry } from './scenario.js';
import type { Json, RollbackFact, RollbackResult } from './observation.js';

/** The three-valued result; the worst wins. */
export type Outcome = 'pass' | 'fail' | 'inconclusive';

/** One difference between what must be and what was seen. Data, not an exception. */
export interface Finding {
  readonly guarantee: GuaranteeId;
  readonly severity: Severity;
  /** The stop's folder name, e.g. `02-binary-upgrade`. */
  readonly step: string;
  readonly component: string;
  readonly subject: string;
  /** Field path, empty for the whole subject. */
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
  /** Starts with the guarantee's sentence. */
  readonly message: string;
  /** Paths relative to the run's directory. */
  readonly evidence: readonly string[];
}

/** A finding that a ledger entry accepts. */
export interface ExpectedDifference {
  readonly entry: LedgerEntry;
  readonly step: string;
  readonly before: Json;
  readonly after: Json;
}

/** A change that a restart with identical flags makes too. */
export interface Noise {
  readonly subject: string;
  readonly path: string;
  /** How many differences of the run it explained. */
  readonly explained: number;
}

/** verdict.json: no clock times, no durations, no absolute paths. */
export interface Verdict {
  readonly schemaVersion: 1;
  readonly outcome: Outcome;
  readonly scenario: string;
  readonly versions: { readonly from: string; readonly to: string; readonly etcd: string };
  /** Guarantee to the number of things checked. */
  readonly coverage: Readonly<Partial<Record<GuaranteeId, number>>>;
  readonly findings: readonly Finding[];
  readonly expected: readonly ExpectedDifference[];
  /** Ledger entries for this pair that matched nothing in this run. */
  readonly unmatched: readonly string[];
  readonly noise: readonly Noise[];
  readonly rollback: readonly RollbackVerdict[];
  /** Checks left out and why, e.g. because a triple was not the one asked for. */
  readonly notJudged: readonly string[];
  /** How well the objects of the baseline fill their kinds, the emptiest first; absent where the baseline was not reached. */
  readonly fieldShares?: readonly FieldShare[] | undefined;
}

/** How many of a kind's leaf fields the objects of a run set, metadata left out. */
export interface FieldShare {
  /** `apps/v1 Deployment`. */
  readonly kind: string;
  /** How many there were. */
  readonly objects: number;
  /** Leaves that the server's OpenAPI v3 documents have for the kind. */
  readonly fields: number;
  readonly set: number;
}

/** Below this share of its fields a kind is too empty for a run to say much about it; reports note it. */
export const WELL_FILLED = 0.7;

/** One stop's rollback result as the verdict shows it. */
export interface RollbackVerdict {
  readonly step: string;
  readonly outcome: RollbackResult['outcome'];
  readonly facts: readonly RollbackFact[];
}
