import type { Behaviour } from './behaviour.js';
import type { Component, KubeComponent } from './component.js';
import type { Checkpoint, FeatureGate, ObservationProblem, StoredObject, Surface } from './observation.js';
import type { FaultReceipts } from './fault.js';
import type { Plan } from './plan.js';
import type { LedgerEntry } from './scenario.js';

/** Everything a verdict depends on. All of it is read from a run's directory; the same input gives the same verdict. */
export interface JudgeInput {
  readonly plan: Plan;
  /** In the order of the plan's steps; fewer when the run broke off. */
  readonly checkpoints: readonly Checkpoint[];
  /** By the id that the plan gives each oracle. */
  readonly oracles: Readonly<Record<string, OracleEvidence>>;
  readonly journal: JournalFacts;
  /** The project's ledger for this pair of versions and the scenario's own. */
  readonly ledger: readonly LedgerEntry[];
}

/** What a fresh real server on an empty etcd shows. */
export interface OracleEvidence {
  readonly surface: Surface;
  readonly behaviour: Behaviour;
  readonly gates: Readonly<Record<KubeComponent, readonly FeatureGate[]>>;
  /** Everything it has stored: the objects that its components write by themselves. */
  readonly store: readonly StoredObject[];
  /** What could not be seen of it; the checks that need it are inconclusive. */
  readonly problems: readonly ObservationProblem[];
}

/** What the journal says about the run as a whole. */
export interface JournalFacts {
  /** The last step's end is in the journal. */
  readonly completed: boolean;
  /** The user ended the run. */
  readonly interrupted: boolean;
  /** The step that did not land. */
  readonly failedStep?: StepFailure;
  /** What was observed of the faults, in the order in which they were injected. */
  readonly faults: readonly FaultReceipts[];
  /** `STEP POINT` of every transition that ended half-way. */
  readonly halts: readonly string[];
  /** What a control's sabotage is seen to have changed; empty where there is none, or where it did nothing. */
  readonly planted: readonly string[];
}

/** Why a step did not land. */
export interface StepFailure {
  /** The step's folder name. */
  readonly step: string;
  /** The atomic action that failed, e.g. `replace kube-scheduler`. */
  readonly action: string;
  /** The component that did not come up, where it is one's fault. */
  readonly component?: Component;
  readonly message: string;
}
