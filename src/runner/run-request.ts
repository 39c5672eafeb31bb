import type { Question } from '../model/behaviour.js';
import type { RunEnding } from '../model/journal.js';
import type { OracleEvidence } from '../model/judge-input.js';
import type { Checkpoint } from '../model/observation.js';
import type { Plan } from '../model/plan.js';
import type { Cluster, ClusterProvider, ProgramLookup } from '../providers/cluster.js';
import type { EventSink } from '../support/events.js';
import type { Journal } from './journal.js';

/** Where a run's results go; the reporters' run directory is one. */
export interface RunStore {
  readonly logs: string;
  writeCheckpoint(checkpoint: Checkpoint): Promise<void>;
  writeOracle(id: string, evidence: OracleEvidence): Promise<void>;
}

/** What a run needs from outside. */
export interface RunRequest {
  readonly plan: Plan;
  /** Unique on this machine. */
  readonly id: string;
  /** Makes the rehearsed cluster. */
  readonly provider: ClusterProvider;
  /** Makes the oracles: plain processes, whatever the rehearsed cluster is. */
  readonly oracles: ClusterProvider;
  readonly programs: ProgramLookup;
  /** What every server of the run is asked, the rehearsed and the fresh ones alike. */
  readonly questions: readonly Question[];
  readonly store: RunStore;
  readonly journal: Journal;
  /** Private folder for clusters and snapshots. */
  readonly workDirectory: string;
  readonly events: EventSink;
  readonly signal: AbortSignal;
  /** Leave the rehearsed cluster running at the end. */
  readonly keep: boolean;
  /** Leave the oracles out; the judge then calls the run inconclusive. */
  readonly skipOracles: boolean;
}

/** How it ended, and the error unless it was completed. */
export interface RunResult {
  readonly ending: RunEnding;
  readonly error?: unknown;
  readonly cluster?: Cluster;
}
