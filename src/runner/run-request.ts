import type { Question } from '../model/behaviour.js';
import type { RunEnding } from '../model/journal.js';
import type { OracleEvidence } from '../model/judge-input.js';
import type { Checkpoint } from '../model/observation.js';
import type { Plan } from '../model/plan.js';
import type { Cluster, ClusterPorts, ClusterProvider, ProgramLookup } from '../providers/cluster.js';
import type { EventSink } from '../support/events.js';
import type { RequestMeter } from '../support/request-meter.js';
import type { Journal } from './journal.js';

/** Where a run's results go; the reporters' run directory is one. */
export interface RunStore {
  readonly logs: string;
  writeCheckpoint(checkpoint: Checkpoint): Promise<void>;
  writeOracle(id: string, evidence: OracleEvidence): Promise<void>;
  /** The rehearsed cluster is there, at these ports. */
  provisioned(ports: ClusterPorts): Promise<void>;
  /** Where the snapshot of a stop's data goes, from which the run could go on. */
  savepoint(step: string): string;
  /** The stop's checkpoint is written: earlier savepoints are not needed to go on. */
  passed(step: string): Promise<void>;
}

/** Where a run goes on that others have brought so far: the end of a stop whose checkpoint is in its store. */
export interface Savepoint {
  /** The stop's index in the plan. */
  readonly step: number;
  /** The file with etcd's data. */
  readonly snapshot: string;
  /** Where its components listened. */
  readonly ports: ClusterPorts;
  /** Ids of the surface oracles that are in its store. */
  readonly oracles: ReadonlySet<string>;
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
  /** Where to go on; the run begins at the baseline when absent. */
  readonly from?: Savepoint;
  readonly store: RunStore;
  readonly journal: Journal;
  /** Counts what is asked of the rehearsed API server. */
  readonly meter?: RequestMeter;
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
