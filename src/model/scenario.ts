import type { KubeComponent } from './component.js';
import type { FaultSpec } from './fault.js';
import type { GuaranteeId } from './guarantee.js';
import type { PointName } from './point.js';
import type { RollbackOutcome, TransitionName } from './transition.js';

/** How the new binary's min-compatibility version is chosen; see docs/scenarios.md. */
export type MinCompatibilityMode = 'default' | 'pinned';

/** `Rehearsal` should pass, `Control` has a planted fault, `Regression` reproduces a bug of the releases it names. */
export const SCENARIO_KINDS = ['Rehearsal', 'Control', 'Regression'] as const;
export type ScenarioKind = (typeof SCENARIO_KINDS)[number];
/**
 * How a static pod's manifest is replaced. `in-place`: the new file is renamed over the old one, as kubeadm upgrade does it.
 * `remove-first`: the old file is taken away, and the new one comes when the kubelet is done with the old pod.
 */
export const KIND_SWAPS = ['in-place', 'remove-first'] as const;

/** One of them. */
export type KindSwap = (typeof KIND_SWAPS)[number];

/** What a scenario asks of kind clusters; other providers have no use for it. */
export interface KindSettings {
  /** kind's configuration of the nodes; one control-plane node when absent. */
  readonly config?: KindConfigFile;
  readonly swap: KindSwap;
}

/** A configuration file of kind. */
export interface KindConfigFile {
  /** As the scenario names it, relative to the scenario's file. */
  readonly path: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** A loaded, valid scenario: what the YAML said, with defaults filled in and nothing resolved yet. */
export interface Scenario {
  readonly kind: ScenarioKind;
  readonly name: string;
  readonly description: string;
  /** Version expressions: `1.36`, `1.36.3`, `stable`, `n-1`. */
  readonly from: string;
  readonly to: string;
  readonly minCompatibility: MinCompatibilityMode;
  /** Whether kube-apiserver has `--emulation-forward-compatible` wherever it emulates an older version. */
  readonly forwardCompatible?: boolean;
  /**
   * How long a component may take to end after SIGTERM before it is killed, seconds; 30 as under a kubelet. kube-apiserver
   * uses all of it while a controller watches it, so this decides most of a transition's outage.
   */
  readonly terminationGraceSeconds: number;
  readonly kindCluster?: KindSettings;
  /** Whether a light load writes and watches during every transition. */
  readonly load?: boolean;
  readonly steps: readonly ScenarioStep[];
  readonly components: Partial<Record<KubeComponent, ComponentSettings>>;
  /** Set on all three components at every version. */
  readonly featureGates: Readonly<Record<string, boolean>>;
  /** The API server's `--runtime-config`, at every version. */
  readonly runtimeConfig: Readonly<Record<string, string>>;
  /** How many objects the cluster holds before it is looked at for the first time; none beyond its own when absent. */
  readonly fill?: number;
  /** The user's own objects, written at the baseline. */
  readonly manifests: readonly ManifestFile[];
  /** Differences this scenario accepts beyond the project's own ledger. */
  readonly expected: readonly LedgerEntry[];
  /** Present exactly when `kind` is `Control`. */
  readonly control?: Control;
  /** Present exactly when `kind` is `Regression`. */
  readonly regression?: Regression;
  /** Where the fields that planning may refuse were written, by field: `spec.steps[2]`, `sabotage.step`. Never part of a plan. */
  readonly positions?: Readonly<Record<string, SourcePosition>>;
}

/** A place in a text file; line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One stop of the path. */
export interface ScenarioStep {
  readonly transition: TransitionName;
  /** The worst rollback outcome this scenario takes at this stop. Unset: `safe` where rollback is promised, else anything. */
  readonly rollback?: RollbackOutcome;
  /** Manifests written in this stop's write wave. */
  readonly apply: readonly ManifestFile[];
  readonly faults?: readonly ScenarioFault[];
  /** The transition ends at this point; the next step completes it or takes it back. */
  readonly stopAt?: PointName;
}

/** A fault as a scenario places it. */
export interface ScenarioFault {
  readonly spec: FaultSpec;
  /** A point of the step's transition; unset: the seed chooses one. */
  readonly at?: PointName;
  /** Time from the point to the injection. */
  readonly delaySeconds: number;
  /** How long it lasts once it has taken effect; unset: the kind's own default. */
  readonly forSeconds?: number;
}

/** A manifest file with its text, so that everything behind the loader works without the file system. */
export interface ManifestFile {
  /** As the scenario names it, relative to the scenario's file. */
  readonly path: string;
  readonly documents: readonly Manifest[];
}

/** A Kubernetes object as written in YAML. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** Settings a user gives one component on top of the project's flags. */
export interface ComponentSettings {
  /** Flag name without dashes to value. */
  readonly extraArgs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** One accepted difference: one exact subject and path, a version pair, and where upstream says so. Never a pattern. */
export interface LedgerEntry {
  readonly id: string;
  readonly guarantee: GuaranteeId;
  /** Version pair as minors, e.g. `1.36 -> 1.37`. */
  readonly versions: string;
  readonly subject: string;
  /** Field path; empty for the whole subject. */
  readonly path: string;
  readonly reason: string;
  /** Upstream source: a URL, or a file and symbol of a release. */
  readonly source: string;
}

/** What makes a scenario a control: a planted fault and the one finding that must come of it. */
export interface Control {
  readonly sabotage: Sabotage;
  readonly mustTrip: NamedFinding;
}

/** A violation as it is named before it is found. */
export interface NamedFinding {
  readonly guarantee: GuaranteeId;
  /** As in a ledger entry: `{wave}` stands for the number of the write wave. */
  readonly subject: string;
}

/** What makes a scenario a regression: a bug that somebody has reported, and the findings that are that bug. */
export interface Regression {
  /** Where it is told: a URL. */
  readonly upstream: string;
  /** Each of them is found, and no other violation. */
  readonly finds: readonly NamedFinding[];
  /** Releases between which the same scenario passes, where there are such; version expressions. */
  readonly fixed?: { readonly from?: string | undefined; readonly to?: string | undefined };
}

/** When in a stop a sabotage acts: before it is observed on arrival, or with the write wave, before departure. */
export type SabotageMoment = 'arrival' | 'wave';

/** A fault planted behind the harness's back. `step` is the stop's index in the plan; 0 is the baseline. */
export type Sabotage =
  | { readonly type: 'skip-restart'; readonly step: number; readonly component: KubeComponent }
  | { readonly type: 'keep-binary'; readonly step: number; readonly component: KubeComponent }
  | { readonly type: 'drop-flag'; readonly step: number; readonly component: KubeComponent; readonly flag: string }
  | {
      readonly type: 'set-gate';
      readonly step: number;
      readonly component: KubeComponent;
      readonly gate: string;
      readonly value: boolean;
    }
  /** The fault with this id in the plan is recorded, and its injector does nothing. */
  | { readonly type: 'idle-fault'; readonly step: number; readonly fault: string }
  /** The first object that the load makes of a resource is acknowledged and never sent. */
  | { readonly type: 'swallow-write'; readonly step: number; readonly resource: string }
  /** The event that shows the last object that the load makes of a resource is not passed on. */
  | { readonly type: 'drop-event'; readonly step: number; readonly resource: string }
  | { readonly type: 'hide-resource'; readonly step: number; readonly groupVersion: string; readonly resource: string }
  | {
      readonly type: 'alter-served';
      readonly step: number;
      readonly groupVersion: string;
      readonly resource: string;
      readonly name: string;
      readonly path: string;
      /** Put in its place; without one the field is left out. */
      readonly value?: string | null | undefined;
    }
  | {
      readonly type: 'restore-data';
      readonly step: number;
      /** The stop whose data etcd gets back before the transition to `step`. */
      readonly from: number;
    }
  | {
      readonly type: 'alter-answer';
      readonly step: number;
      readonly question: string;
      /** Field of the answer: `status`, `object.spec.replicas`. */
      readonly path: string;
      readonly value: string | number;
    }
  | {
      readonly type: 'alter-openapi';
      readonly step: number;
      /** Full name of a schema in both versions. */
      readonly schema: string;
      /** The field that is no longer described. */
      readonly field: string;
    }
  | {
      readonly type: 'set-flag';
      readonly step: number;
      readonly component: KubeComponent;
      readonly flag: string;
      readonly value: string;
    }
  | {
      readonly type: 'etcd-put';
      readonly step: number;
      readonly moment: SabotageMoment;
      readonly key: string;
      /** JSON object to store as is. */
      readonly value: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'etcd-replace';
      readonly step: number;
      readonly moment: SabotageMoment;
      readonly key: string;
      /** Bytes to look for in the stored value and what to put in their place; equal lengths. */
      readonly find: string;
      readonly replace: string;
    }
  | {
      readonly type: 'etcd-append';
      readonly step: number;
      readonly moment: SabotageMoment;
      readonly key: string;
      /** Protobuf field number that no release knows, added to the stored object. */
      readonly fieldNumber: number;
    }
  | {
      readonly type: 'etcd-store-as';
      readonly step: number;
      readonly moment: SabotageMoment;
      readonly key: string;
      /** The apiVersion to write on the stored object; its content stays. */
      readonly apiVersion: string;
    }
  | { readonly type: 'etcd-delete'; readonly step: number; readonly moment: SabotageMoment; readonly key: string };
