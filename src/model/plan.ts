import type { KubeComponent } from './component.js';
import type { PlannedFault } from './fault.js';
import type { PointName } from './point.js';
import type { EffectiveVersion } from './effective-version.js';
import type {
  ComponentSettings,
  Control,
  KindSettings,
  LedgerEntry,
  ManifestFile,
  MinCompatibilityMode,
  Regression,
  ScenarioKind,
} from './scenario.js';
import type { RollbackOutcome, TransitionName } from './transition.js';
import type { Release } from './version.js';

/**
 * Everything a run will do, decided before anything starts. Same scenario, seed and versions: the same plan, byte for byte.
 */
export interface Plan {
  readonly schemaVersion: 1;
  readonly scenario: string;
  readonly kind: ScenarioKind;
  readonly seed: number;
  readonly versions: PlannedVersions;
  readonly minCompatibility: MinCompatibilityMode;
  readonly steps: readonly PlannedStep[];
  /** The fresh servers whose surface is the measure of the steps'. */
  readonly oracles: readonly PlannedOracle[];
  /** What is started on a copy of the data to see whether one could go back. Always the baseline's launch. */
  readonly rollbackTarget: Launch;
  /** How many objects are written before the cluster is looked at for the first time; the seed says which. */
  readonly fill?: number;
  readonly manifests: readonly ManifestFile[];
  /** How long a component may take to end before it is killed, seconds. */
  readonly terminationGraceSeconds: number;
  /** Whether kube-apiserver serves what came after the version that it emulates. */
  readonly forwardCompatible?: boolean;
  /** Whether a light load writes and watches during every transition. */
  readonly load?: boolean;
  /** What the scenario asks of kind clusters, where it does. */
  readonly kindCluster?: KindSettings;
  readonly expected: readonly LedgerEntry[];
  readonly control?: Control;
  readonly regression?: Regression;
}

/** The exact releases of a run. etcd stays the baseline's from start to end. */
export interface PlannedVersions {
  readonly from: Release;
  readonly to: Release;
  readonly etcd: string;
}

/** One stop: the move that leads there and the state that must be reached. */
export interface PlannedStep {
  readonly index: number;
  /** Folder name below `checkpoints/`, e.g. `02-binary-upgrade`. */
  readonly name: string;
  readonly transition: TransitionName | 'baseline';
  readonly launch: Launch;
  /** Components in the order in which they are replaced. */
  readonly order: readonly KubeComponent[];
  /** Id of the oracle that says what this stop's surface must be. */
  readonly oracle: string;
  /** Index of the latest earlier stop at the same triple, whose surface must come back. */
  readonly returnsTo?: number;
  readonly rollback: RollbackExpectation;
  readonly apply: readonly ManifestFile[];
  /** Faults of this transition, in the order of the scenario. */
  readonly faults?: readonly PlannedFault[];
  /** A transition that ends half-way before this step's own begins. */
  readonly halfway?: PlannedHalfway;
}

/** Every fault on the way to a stop, in the order in which they come: before a half-way end, and after it. */
export function faultsOf({ faults = [], halfway }: Pick<PlannedStep, 'faults' | 'halfway'>): readonly PlannedFault[] {
  return [...(halfway?.faults ?? []), ...faults];
}

/** A transition that is left at a point; what runs there is a mixture of two stops. */
export interface PlannedHalfway {
  readonly transition: TransitionName;
  readonly launch: Launch;
  readonly order: readonly KubeComponent[];
  readonly stopAt: PointName;
  readonly faults: readonly PlannedFault[];
}

/** What the plan asks of the rollback oracle at a stop. */
export interface RollbackExpectation {
  /** The worst outcome that is not a violation. */
  readonly worst: RollbackOutcome;
  /** Why: upstream promises it (at N/N-1/*), or the scenario says so, or nothing is asked. */
  readonly because: 'promised' | 'scenario' | 'nothing promised';
}

/** How the three components are started: one triple, and each one's flags without addresses, files and credentials. */
export interface Launch {
  readonly version: EffectiveVersion;
  readonly components: Readonly<Record<KubeComponent, ComponentLaunch>>;
}

/** Flags (name without dashes to value) and environment of one component, beyond what the provider must add. */
export type ComponentLaunch = ComponentSettings;

/** A fresh server on an empty etcd. */
export interface PlannedOracle {
  readonly id: string;
  readonly launch: Launch;
}
