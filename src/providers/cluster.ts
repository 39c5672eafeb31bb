import type { Component, KubeComponent } from '../model/component.js';
import type { Endpoint } from '../model/endpoint.js';
import type { LinkName } from '../model/fault-kinds.js';
import type { Launch } from '../model/plan.js';

/** An executable that was verified against its checksum. */
export interface Program {
  readonly path: string;
  readonly sha256: string;
}

/** Finds the verified program of a release; etcd is asked for with its own version. Verifies again at every call. */
export type ProgramLookup = (name: string, release: string) => Promise<Program>;

/** What one running component is, as the provider knows it from the operating system, not from the component. */
export interface Instance {
  /** Changes with every start; equal only for the same process or container. */
  readonly id: string;
  /** sha256 of the executable that is really running. */
  readonly executableSha256: string;
}

/** The present process of a component, as this machine's kernel knows it. */
export interface ProcessHandle {
  readonly pid: number;
  /** With the pid it names this process for good. */
  readonly startTicks: string;
  /** Sends a signal, to this process only. Whoever runs the component starts it again when it ends of it. */
  signal(name: NodeJS.Signals): void;
  /** Says that it may end of what is done to it, so that it is started again then. */
  expectEnd(): void;
}

/** How one start of a component differs from the planned one. */
export interface StartChange {
  /** Flags in place of the planned ones, and on top of them. */
  readonly extraArgs?: Readonly<Record<string, string>>;
  /** Does something to a copy of the executable. */
  readonly damage?: (copy: string) => Promise<void>;
}

/** A start beside the planned one. Nobody starts it again. */
export interface Attempt {
  readonly logPath: string;
  /** Why verification would have kept the executable from being started; undefined when it is what it should be. */
  readonly refusedBy: string | undefined;
  /** How it ended; undefined while it runs. */
  end(): { readonly exitCode: number | undefined; readonly signal: string | undefined } | undefined;
  /** Ends it, removes what was made for it, and returns when it is gone. */
  stop(): Promise<void>;
}

/** A certificate for a server on loopback. */
export interface ServingCertificate {
  /** Who signs it: the authority that the cluster's clients know, or another one. */
  readonly by: 'cluster' | 'stranger';
  readonly names: readonly string[];
  readonly validity: { readonly notBefore: Date; readonly notAfter: Date };
}

/** A certificate and its key as PEM files. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** What becomes of bytes on a link. A cut holds back what it stops until it is over, as TCP would send it again. */
export type LinkCondition =
  | { readonly type: 'clear' }
  | { readonly type: 'cut'; readonly direction: 'both' | 'to-client' }
  | { readonly type: 'delay'; readonly ms: number }
  /** Every connection is reset, and each new one. */
  | { readonly type: 'reset' }
  /** The connections of now carry nothing ever again and stay open; new ones work. */
  | { readonly type: 'half-open' };

/** Connections between components that lead through the harness. */
export interface Link {
  /** The server, by the way through the harness. */
  readonly endpoint: Endpoint;
  shape(condition: LinkCondition): void;
  /** How often something on it was held back, delayed or reset so far. */
  affected(): number;
}

/** What faults hold a cluster by. */
export interface FaultHandles {
  /** Undefined while the component has no process. */
  process(component: Component): ProcessHandle | undefined;
  /** etcd's data directory as this machine sees it at this moment, and the folder of the cluster's logs. */
  readonly etcdData: string;
  readonly logs: string;
}

/** What faults hold a cluster by whose components are plain processes of the harness. */
export interface PlainFaultHandles extends FaultHandles {
  /**
   * Starts a component otherwise than planned, beside whatever runs of it. Verification of a changed executable is asked, and its
   * answer kept, not heeded.
   */
  attempt(component: Component, launch: Launch, change: StartChange): Promise<Attempt>;
  issue(certificate: ServingCertificate): Promise<CertificateFiles>;
  /** Undefined where the cluster was provisioned without it. */
  link(name: LinkName): Link | undefined;
  /** Kills etcd, has `act` change its data directory, and starts it again whatever came of it. */
  withEtcdDown(act: (dataDirectory: string) => Promise<void>): Promise<void>;
}

/** Wraps one atomic action of a transition, so that its intent and result reach the journal and faults have a point. */
export type ActionRecorder = <T>(action: string, act: () => Promise<T>) => Promise<T>;

/** The ports on loopback at which a cluster's components listen, by component. */
export type ClusterPorts = Readonly<Record<string, number>>;

/** What a cluster is made from. */
export interface ProvisionRequest {
  /** Unique on this machine; names everything that the cluster owns. */
  readonly id: string;
  /** Private folder for data, credentials and configuration; the provider creates it and removes it with the cluster. */
  readonly workDirectory: string;
  /** Folder for logs; they stay. */
  readonly logDirectory: string;
  readonly launch: Launch;
  readonly etcdVersion: string;
  /** An etcd snapshot to start from, and the ports that its objects name; empty store and free ports when absent. */
  readonly restoreFrom?: string;
  readonly ports?: ClusterPorts;
  /** What to start; a rollback oracle needs no controllers. */
  readonly components: readonly KubeComponent[];
  /** How long an old process may take to end after it was asked to, before it is killed. A kubelet gives 30 s. */
  readonly terminationGraceSeconds: number;
  readonly programs: ProgramLookup;
  readonly signal?: AbortSignal | undefined;
  /** Connections that shall lead through the harness; only for faults, because every byte costs it time. */
  readonly links?: readonly LinkName[];
  readonly onWarning?: (message: string) => void;
}

/** Makes clusters. */
export interface ClusterProvider {
  readonly name: 'local' | 'kind';
  /** Why this machine cannot host such a cluster, with the remedy; undefined when it can. */
  unavailableReason(): Promise<string | undefined>;
  /** Returns when every requested process was started; readiness is `waitUntilReady`'s job. Cleans up after its own failure. */
  provision(request: ProvisionRequest): Promise<Cluster>;
}

/** A running control plane. */
export interface Cluster {
  readonly id: string;
  /** Absent where the provider cannot make another cluster at the same ones. */
  readonly ports?: ClusterPorts;
  /** The API server, as a member of `system:masters`. */
  readonly api: Endpoint;
  readonly etcd: Endpoint;
  /** Absent where the provider offers none: no fault can be injected there. */
  readonly handles?: FaultHandles;
  /** An image that every node can run without pulling it; clusters/workload-image/main.go is what it does. */
  readonly podImage: string;
  /** True where a pod that runs is a process that can be asked; false where nodes only say so. */
  readonly runsPods: boolean;
  /** Returns when the cluster has nodes that run pods. Asked once, before anything is written; oracles run nothing. */
  startNodes(): Promise<void>;
  /** The component's own HTTPS port. */
  endpoint(component: KubeComponent): Endpoint;
  /**
   * Swaps one component for another start of it: returns when the old process has ended and the new one was spawned.
   * Whether it works is `waitUntilReady`'s question. Records the actions that src/plan/points.ts names, and may find the component
   * without a process.
   */
  replace(component: KubeComponent, launch: Launch, record: ActionRecorder): Promise<void>;
  /** Returns when the component is ready and, where it elects a leader, leads and renews its lease. */
  waitUntilReady(component: Component): Promise<void>;
  /** Returns when whoever runs the components has written down in the cluster what it runs now, as a kubelet does. */
  waitUntilReported(): Promise<void>;
  instance(component: KubeComponent): Promise<Instance>;
  /** Writes a consistent snapshot of etcd to a file. */
  snapshot(path: string): Promise<void>;
  /** Puts etcd back to a snapshot, behind everything that runs on it. Absent where the provider offers no such thing. */
  restore?(snapshot: string): Promise<void>;
  /** Log files written so far, newest start last. */
  logs(component: Component): readonly string[];
  /** Ends every process and removes what the cluster owns, logs excepted. Safe to call twice. */
  stop(): Promise<void>;
}
