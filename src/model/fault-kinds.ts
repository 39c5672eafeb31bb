import { KUBE_COMPONENTS, type Component, type KubeComponent } from './component.js';

/**
 * What kinds of fault hit, and so what a scenario says beside the type:
 *
 * - `process`: the process of a `component`, etcd's included;
 * - `start`: one start of a `component` that is being replaced, while it has no process;
 * - `settled`: a `component` that is ready and not being replaced, etcd included;
 * - `link`: the connections of one `link`;
 * - `etcd`: etcd as it runs;
 * - `call`: one `call` of etcd to the system;
 * - `api`: the Kubernetes API.
 */
export type FaultTarget = 'process' | 'start' | 'settled' | 'link' | 'etcd' | 'call' | 'api';

/** System calls by which etcd writes: what makes its write-ahead log durable, and what writes a page of its database. */
export const WRITING_CALLS = ['fdatasync', 'pwrite64'] as const;

/** Connections that can lead through the harness: the API server's to etcd, and those of controllers and nodes to the API server. */
export const LINKS = ['kube-apiserver-etcd', 'controllers-kube-apiserver'] as const;

/** One of {@link LINKS}. */
export type LinkName = (typeof LINKS)[number];

/** What a scenario says of each {@link FaultTarget}. */
export interface TargetFields {
  readonly process: { readonly component: Component };
  readonly start: { readonly component: KubeComponent };
  readonly settled: { readonly component: Component };
  readonly link: { readonly link: LinkName };
  readonly etcd: Readonly<Record<never, never>>;
  readonly call: { readonly call: (typeof WRITING_CALLS)[number] };
  readonly api: Readonly<Record<never, never>>;
}

/** The values that each field of a target can have; the schema, the random choice and the documentation know them from here. */
export const TARGET_VALUES: {
  readonly [T in FaultTarget]: { readonly [F in keyof TargetFields[T]]: readonly TargetFields[T][F][] };
} = {
  process: { component: ['etcd', ...KUBE_COMPONENTS] },
  start: { component: KUBE_COMPONENTS },
  settled: { component: ['etcd', ...KUBE_COMPONENTS] },
  link: { link: LINKS },
  etcd: {},
  call: { call: WRITING_CALLS },
  api: {},
};

/** True where time may pass between a point and the injection: not where the fault needs the very state of the point. */
export function mayBeDelayed(target: FaultTarget): boolean {
  return target !== 'start' && target !== 'settled';
}

/**
 * By what a fault is done, and so where it can be:
 *
 * - `api`: through etcd's or Kubernetes' own API, on every provider;
 * - `process`: by what this machine's kernel lets one do to a process, wherever the component is one of its processes;
 * - `harness`: by what works with the harness's own processes only, or leads through it.
 */
export type FaultMeans = 'api' | 'process' | 'harness';

/** What can be known of a kind of fault without doing it. How it is done is a file of src/faults/kinds. */
export interface FaultKind {
  readonly hits: FaultTarget;
  readonly by: FaultMeans;
  /** How long it lasts when the scenario does not say, ms; 0: it is over at once, and a scenario cannot say. */
  readonly lastsMs: number;
  /** What it does, and the receipts of its onset and its end: cells of a table. */
  readonly does: string;
  readonly onset: string;
  readonly end: string;
}

const ANOTHER_PROCESS = 'another process of it lives';
const REFUSED = { hits: 'start', by: 'harness', lastsMs: 0, end: 'it lives, started as planned' } as const;
const CERTIFICATE = {
  hits: 'start',
  by: 'harness',
  lastsMs: 0,
  end: 'a TLS client is let in again',
} as const;
const LINK = {
  hits: 'link',
  by: 'harness',
  lastsMs: 5_000,
  end: 'a probe over it is answered, and nothing holds it back',
} as const;
const ETCD = { hits: 'etcd', by: 'api', lastsMs: 0, end: 'etcd takes a write' } as const;
const DISK = {
  hits: 'etcd',
  by: 'process',
  lastsMs: 0,
  end: 'etcd is not traced, or another process, and takes a write',
} as const;
const WEBHOOK = { hits: 'api', by: 'api', lastsMs: 5_000, end: 'a write is taken, as fast as before' } as const;
const DAMAGED = { ...REFUSED, onset: 'the checksum refuses it; started all the same, it ends by itself' } as const;

/** Every kind of fault. */
export const FAULT_KINDS = {
  kill: {
    hits: 'process',
    by: 'process',
    lastsMs: 0,
    does: 'SIGKILL; it is started again',
    onset: 'the process is gone from /proc',
    end: ANOTHER_PROCESS,
  },
  terminate: {
    hits: 'process',
    by: 'process',
    lastsMs: 0,
    does: 'SIGTERM, after `terminationGraceSeconds` SIGKILL; it is started again',
    onset: 'the process is gone from /proc',
    end: ANOTHER_PROCESS,
  },
  pause: {
    hits: 'process',
    by: 'process',
    lastsMs: 3_000,
    does: 'SIGSTOP, then SIGCONT',
    onset: 'state `T` in /proc/PID/stat',
    end: 'another state, or the process ended',
  },
  'wrong-flag': {
    ...REFUSED,
    does: 'a start with a flag that no release has',
    onset: 'exit code and `unknown flag` in its log',
  },
  'illegal-triple': {
    ...REFUSED,
    does: 'a start that is to emulate the minor after its own',
    onset: 'exit code and `emulation version ... is not between` in its log',
  },
  'removed-gate': {
    ...REFUSED,
    does: 'a start with a feature gate that was removed releases ago',
    onset: 'exit code and `unrecognized feature gate` in its log',
  },
  'second-start': {
    hits: 'settled',
    by: 'harness',
    lastsMs: 0,
    does: 'a second one with the same command line, as by a copy of its manifest in the folder of static pods',
    onset: 'exit code and `address already in use` in the log of the second',
    end: 'the first is still the same process',
  },
  'certificate-expired': {
    ...CERTIFICATE,
    does: 'a start with a serving certificate of yesterday',
    onset: 'a TLS client refuses it: CERT_HAS_EXPIRED',
  },
  'certificate-not-yet-valid': {
    ...CERTIFICATE,
    does: 'a start with a serving certificate of tomorrow',
    onset: 'a TLS client refuses it: CERT_NOT_YET_VALID',
  },
  'certificate-wrong-authority': {
    ...CERTIFICATE,
    does: 'a start with a serving certificate of an authority that nobody knows',
    onset: 'a TLS client refuses it: UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  },
  'certificate-wrong-name': {
    ...CERTIFICATE,
    does: "a start with another server's certificate",
    onset: 'a TLS client refuses it: ERR_TLS_CERT_ALTNAME_INVALID',
  },
  'binary-truncated': { ...DAMAGED, does: 'a start of the first megabyte of its executable' },
  'binary-altered': { ...DAMAGED, does: 'a start of its executable with other bytes at its entry point' },
  'binary-missing': {
    ...REFUSED,
    does: 'a start of an executable that is not there',
    onset: 'verification cannot read it; started all the same, it ends by itself',
  },
  partition: {
    ...LINK,
    does: 'nothing passes, in either direction',
    onset: 'a probe over the link has no answer',
  },
  'one-way-partition': {
    ...LINK,
    does: 'requests pass, answers do not',
    onset: 'a write over the link has no answer, and is stored by the direct way',
  },
  latency: {
    ...LINK,
    does: '300 ms in each direction',
    onset: 'a probe over the link takes 1.2 s and more',
  },
  reset: {
    ...LINK,
    does: 'every connection is reset, new ones too',
    onset: 'a probe over the link ends with a reset',
  },
  'half-open': {
    ...LINK,
    does: 'the connections of now carry nothing any more and stay open; new ones work',
    onset: 'a connection of before has no answer, a new one has',
  },
  'etcd-quota-alarm': {
    ...ETCD,
    lastsMs: 5_000,
    does: 'the alarm of a full quota is raised: reads and deletions only',
    onset: 'etcd refuses a write: `database space exceeded`',
  },
  'etcd-compaction': {
    ...ETCD,
    does: 'all history is compacted',
    onset: 'a read at a revision of before: `required revision has been compacted`',
  },
  'etcd-defragmentation': {
    ...ETCD,
    by: 'process',
    does: 'the database is written anew, and nobody is answered meanwhile',
    onset: 'the database is another file',
  },
  'torn-wal': {
    ...ETCD,
    by: 'harness',
    does: 'power lost in the middle of a write: etcd is killed, and half a record is put behind its write-ahead log',
    onset: "etcd's next log says that it repairs",
  },
  'disk-error': {
    ...DISK,
    does: "etcd's fdatasync fails with EIO, until etcd ends of it or the first receipt is there",
    onset: "strace's line of an injected EIO",
  },
  'disk-full': {
    ...DISK,
    does: "etcd's writes to its database fail with ENOSPC, until etcd ends of it or the first receipt is there",
    onset: "strace's line of an injected ENOSPC",
  },
  'disk-slow': {
    ...DISK,
    lastsMs: 5_000,
    does: "etcd's fdatasync takes 0.4 s",
    onset: "strace's line of a delayed call",
  },
  'crash-at-call': {
    hits: 'call',
    by: 'harness',
    lastsMs: 0,
    does: 'etcd is killed as it enters a system call',
    onset: "strace's line of the kill",
    end: DISK.end,
  },
  'webhook-down': {
    ...WEBHOOK,
    does: 'a fail-closed admission webhook for ConfigMaps that is not there',
    onset: 'a write is refused: `failed calling webhook`',
  },
  'webhook-slow': {
    ...WEBHOOK,
    by: 'harness',
    does: 'an admission webhook for ConfigMaps that never answers and does not insist',
    onset: "a write takes the webhook's 2 s and is taken; the webhook's own counter",
  },
  'webhook-wrong': {
    ...WEBHOOK,
    by: 'harness',
    does: 'a fail-closed admission webhook for ConfigMaps that answers something else',
    onset: "a write is refused: `failed calling webhook`; the webhook's own counter",
  },
  'webhook-catch-all': {
    ...WEBHOOK,
    does: 'a fail-closed admission webhook for everything, leases too, that is not there',
    onset: 'a write is refused: `failed calling webhook`',
  },
  'aggregated-api-down': {
    hits: 'api',
    by: 'api',
    lastsMs: 5_000,
    does: 'an aggregated API whose server is not there',
    onset: 'Available=False, and 503 at its path',
    end: '404 at its path',
  },
  starve: {
    hits: 'process',
    by: 'process',
    lastsMs: 5_000,
    does: 'stopped for 180 ms of every 200, as under a tight CPU quota',
    onset: 'seen stopped and running three times in /proc/PID/stat',
    end: 'not stopped, or the process ended',
  },
  'relist-herd': {
    hits: 'api',
    by: 'api',
    lastsMs: 5_000,
    does: '40 clients list all ConfigMaps again and again',
    onset: "200 lists more by the API server's own counter",
    end: 'at most 10 lists in a second, by the same',
  },
} as const satisfies Readonly<Record<string, FaultKind>>;

/** The kinds of faults. */
export type FaultType = keyof typeof FAULT_KINDS;

/** Every kind, in the order in which they are documented. */
export const FAULT_TYPES = Object.keys(FAULT_KINDS) as readonly FaultType[];

/** What is known of a kind. */
export function faultKind(type: FaultType): FaultKind {
  return FAULT_KINDS[type];
}
