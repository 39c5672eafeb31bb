import type { Behaviour } from './behaviour.js';
import type { KubeComponent } from './component.js';
import type { Json } from './json.js';
import type { LoadHistory } from './load.js';
import type { ObservationProblem } from './observation-problem.js';
import type { RollbackOutcome } from './transition.js';

export type { Json, ObservationProblem };

/** What is seen of one stop. `arrival` is taken before anything is written there, `departure` after the write wave. */
export interface Checkpoint {
  readonly step: string;
  /** What the load saw of the transition that leads here; absent where there was none. */
  readonly load?: LoadHistory;
  readonly components: Readonly<Record<KubeComponent, ComponentEvidence>>;
  readonly arrival: Observation;
  /** Seen after the arrival, before the wave. */
  readonly behaviour: Behaviour;
  readonly departure: Observation;
  readonly wave: WaveResult;
  readonly rollback: RollbackResult;
}

/** The surface and the objects at one instant. */
export interface Observation {
  readonly surface: Surface;
  readonly store: readonly StoredObject[];
  readonly served: readonly ServedObject[];
  /** What the counting pods said of themselves; absent where the nodes only play at running them. */
  readonly counts?: readonly PodCount[];
  /** What could not be seen; anything here makes the checks that need it inconclusive. */
  readonly problems: readonly ObservationProblem[];
}

/** What the process in a pod says of itself. */
export interface PodCount {
  /** The pod's uid. */
  readonly pod: string;
  /** When the process started, by its own clock. */
  readonly startedAt: string;
  /** How many seconds it has counted, with those that it found on its volume. */
  readonly counter: number;
}

/** The annotation of a pod whose process counts, and serves the count at this port. */
export const COUNTS_AT = 'rehearse.example.com/counts-at';

/** What one running component says and shows of itself. */
export interface ComponentEvidence {
  readonly component: KubeComponent;
  /** Identity of the process or container; another one after a restart. */
  readonly instance: string;
  /** sha256 of the running executable, hex. */
  readonly executableSha256: string;
  /** The executable the provider was told to run, sha256 as verified before exec. */
  readonly expectedSha256: string;
  /** gitVersion without the `v`, as reported by the component itself. */
  readonly binary: string;
  /** Emulated minor as reported, e.g. `1.36`; null where the release reports none. */
  readonly emulated: string | null;
  readonly minCompatibility: string | null;
  /** Where each report was read: `/version`, `metric version_info`, `metric kubernetes_build_info`. */
  readonly sources: readonly string[];
  readonly gates: readonly FeatureGate[];
  /** Absent in runs of harnesses that did not read it. */
  readonly description?: SelfDescription | undefined;
}

/** How a component describes itself at the pages that it has for that; null for a page that it does not serve. */
export interface SelfDescription {
  /** From the metric `kubernetes_build_info`; empty where it is not said. */
  readonly goVersion: string;
  readonly statusz: Statusz | null;
  /** /flagz: every flag with the value that is in force. */
  readonly flagz: Readonly<Record<string, string>> | null;
  /** /configz: the configurations in force, by name. */
  readonly configz: Json;
}

/** What /statusz says, but for what is another one at every start. Empty where a part is not said. */
export interface Statusz {
  readonly binary: string;
  readonly emulated: string;
  readonly goVersion: string;
}

/** One line of `kubernetes_feature_enabled`. */
export interface FeatureGate {
  readonly name: string;
  /** `ALPHA`, `BETA`, `DEPRECATED` or empty for GA, as the metric's label has it. */
  readonly stage: string;
  readonly enabled: boolean;
}

/** Discovery, flattened and sorted. */
export interface Surface {
  readonly resources: readonly ServedResource[];
}

/** One resource or subresource in one group version. */
export interface ServedResource {
  /** `v1` or `apps/v1`. */
  readonly groupVersion: string;
  /** Plural, with a subresource behind a slash: `pods/status`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly storageVersionHash: string;
  /** True when a CustomResourceDefinition in the cluster serves it. */
  readonly custom: boolean;
}

/** One key of etcd below the registry prefix. */
export interface StoredObject {
  readonly key: string;
  readonly createRevision: number;
  readonly modRevision: number;
  /** sha256 of the stored bytes, hex. */
  readonly sha256: string;
  /** `protobuf` or `json`; anything else could not be decoded. */
  readonly encoding: 'protobuf' | 'json' | 'encrypted' | 'unknown';
  /** Stored apiVersion and kind; empty when undecodable. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Decoded content without apiVersion and kind; contents of Secrets are hashed. Null when undecodable. */
  readonly content: Json;
  /** Protobuf field paths with numbers that the decoder does not know, e.g. `spec.#1047`. */
  readonly unknownFields: readonly string[];
}

/** One object as one group version lists it. */
export interface ServedObject {
  readonly groupVersion: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly content: Json;
}

/** What the write wave of a stop did. */
export interface WaveResult {
  readonly writes: readonly WaveWrite[];
}

/** One write and its answer. */
export interface WaveWrite {
  readonly action: 'create' | 'update';
  readonly groupVersion: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: number;
  /** The server's message when it refused. */
  readonly message: string;
  /** Every corpus object of a persisted resource must be accepted; a probing write may be refused. */
  readonly required: boolean;
  /** Fields sent that the answer no longer had. */
  readonly dropped: readonly string[];
}

/** What the real old release made of a copy of this stop's data. */
export interface RollbackResult {
  readonly outcome: RollbackOutcome | 'not examined';
  /** Why it was not examined, or empty. */
  readonly reason: string;
  readonly facts: readonly RollbackFact[];
  /** Objects listed, read and rewritten. */
  readonly examined: number;
  /** Path of the oracle's log below the run's directory. */
  readonly evidence: readonly string[];
}

/** One thing that makes a rollback lossy or impossible. */
export interface RollbackFact {
  readonly type: 'not-ready' | 'undecodable' | 'unreadable' | 'refused' | 'orphaned' | 'field-lost' | 'field-changed';
  readonly subject: string;
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
  readonly message: string;
}
