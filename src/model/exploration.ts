import type { Outcome } from './verdict.js';

/** Why a case of an exploration is run: for its class, or to show that another case of the class ends in the same state. */
export const CASE_REASONS = ['representative', 'sample'] as const;

/** One of {@link CASE_REASONS}. */
export type CaseReason = (typeof CASE_REASONS)[number];

/** What came of one case. */
export interface CaseResult {
  /** Unique in its exploration and fit for file names. */
  readonly id: string;
  /** The class of cases that are taken for the same. */
  readonly key: string;
  readonly because: CaseReason;
  readonly outcome: Outcome;
  /** What makes it not pass, one line each. */
  readonly findings: readonly string[];
  /** Digest of the state in which it ended; equal for equal states. */
  readonly endState: string;
  /** What it took. */
  readonly seconds: number;
}

/** What came of an exploration, whole or of one shard. */
export interface ExplorationSummary {
  /**
   * `fail` where a case failed, or a sample ended otherwise than the case that stands for it; else `inconclusive` where a case was not
   * run or not judged.
   */
  readonly outcome: Outcome;
  /** Cases before pruning. */
  readonly enumerated: number;
  /** Classes of cases that are taken for the same. */
  readonly classes: number;
  /** Classes of which a case was judged: it passed or failed. */
  readonly covered: number;
  /** Cases to run, and those that were. */
  readonly chosen: number;
  readonly executed: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Distinct states in which cases ended, the commonest first. */
  readonly endStates: readonly EndStateCount[];
  /** Samples that ended as their class's representative did. */
  readonly agreeing: number;
  readonly disagreeing: readonly Disagreement[];
  /** Samples that could not be compared: one of the two was not judged, or was another shard's. */
  readonly uncompared: number;
  /** Cases that failed, then those that could not be judged. */
  readonly notPassed: readonly CaseResult[];
  /** Ids of cases that were to be run and were not. */
  readonly missing: readonly string[];
}

/** How many cases ended in one state. */
export interface EndStateCount {
  readonly endState: string;
  readonly cases: number;
}

/** A sample whose end shows that its class is not one state. */
export interface Disagreement {
  readonly key: string;
  readonly representative: CaseResult;
  readonly sample: CaseResult;
}
