import type { GuaranteeId, Severity } from '../../model/guarantee.js';
import type { Finding, Outcome } from '../../model/verdict.js';
import type { LedgerEntry } from '../../model/scenario.js';
import type { RollbackFact, RollbackResult } from '../../model/observation.js';

/** What differs between two runs. Times are apart from everything else: they differ between any two runs. */
export interface RunComparison {
  readonly runs: Both<ComparedSide>;
  /** What the runs were made with, as far as it differs. */
  readonly inputs: readonly (Both<string> & { readonly what: string })[];
  /** Every stop of either plan. */
  readonly stops: readonly ComparedStop[];
  readonly findings: readonly ComparedFindings[];
  readonly accepted: Changes<AcceptedAt>;
  /** What going back would cost, of stops where that differs. */
  readonly costs: readonly (Changes<RollbackFact> & { readonly step: string })[];
  /** Guarantees that looked at another number of things. */
  readonly coverage: readonly (Both<number> & { readonly guarantee: GuaranteeId })[];
  /** Wall-clock ms, null where there is no such time. */
  readonly times: readonly (Both<number | null> & { readonly what: string })[];
}

/** The same of both runs; null where one has none. */
export interface Both<T> {
  readonly before: T;
  readonly after: T;
}

/** What is in one of the runs only, and how much is in both. */
export interface Changes<T> {
  readonly appeared: readonly T[];
  readonly gone: readonly T[];
  readonly same: number;
}

/** One of the two runs. */
export interface ComparedSide {
  /** The last part of the directory's path. */
  readonly name: string;
  readonly scenario: string;
  readonly outcome: Outcome;
  /** As the run ended, e.g. `pass, 3 accepted upstream differences`. */
  readonly line: string;
  readonly startedAt: string;
}

/** One stop in both runs; null where a plan has none of this name. */
export interface ComparedStop extends Both<StopSide | null> {
  readonly name: string;
  readonly differs: boolean;
}

/** One stop of one run. */
export interface StopSide {
  /** The triple, as it is printed. */
  readonly version: string;
  readonly rollback: RollbackResult['outcome'] | 'not reached';
  /** How many facts make it so. */
  readonly facts: number;
  readonly violations: number;
}

/** Findings of one severity. */
export interface ComparedFindings extends Changes<Finding> {
  readonly severity: Severity;
  /** How many of those in both runs have other values. */
  readonly otherValues: number;
}

/** A ledger entry that accepted something at a stop. */
export interface AcceptedAt {
  readonly entry: LedgerEntry;
  readonly step: string;
}
