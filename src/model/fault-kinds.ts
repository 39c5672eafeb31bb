import { KUBE_COMPONENTS, type Component, type KubeComponent } from './component.js';

/**
 * What kinds of fault hit, and so what a scenario says beside the type:
 *
 * - `process`: the process of a `component`, etcd's included;
 * - `start`: one start of a `component` that is being replaced, while it has no process;
 * - `settled`: a `component` that is ready and not being replaced, etcd included.
 */
export type FaultTarget = 'process' | 'start' | 'settled';

/** What a scenario says of each {@link FaultTarget}. */
export interface TargetFields {
  readonly process: { readonly component: Component };
  readonly start: { readonly component: KubeComponent };
  readonly settled: { readonly component: Component };
}

/** The values that each field of a target can have; the schema, the random choice and the documentation know them from here. */
export const TARGET_VALUES: {
  readonly [T in FaultTarget]: { readonly [F in keyof TargetFields[T]]: readonly TargetFields[T][F][] };
} = {
  process: { component: ['etcd', ...KUBE_COMPONENTS] },
  start: { component: KUBE_COMPONENTS },
  settled: { component: ['etcd', ...KUBE_COMPONENTS] },
};

/** True where time may pass between a point and the injection: not where the fault needs the very state of the point. */
export function mayBeDelayed(target: FaultTarget): boolean {
  return target !== 'start' && target !== 'settled';
}

/** What can be known of a kind of fault without doing it. How it is done is a file of src/faults/kinds. */
export interface FaultKind {
  readonly hits: FaultTarget;
  /** How long it lasts when the scenario does not say, ms; 0: it is over at once, and a scenario cannot say. */
  readonly lastsMs: number;
  /** What it does, and the receipts of its onset and its end: cells of a table. */
  readonly does: string;
  readonly onset: string;
  readonly end: string;
}

const ANOTHER_PROCESS = 'another process of it lives';
const REFUSED = { hits: 'start', lastsMs: 0, end: 'it lives, started as planned' } as const;
const CERTIFICATE = {
  hits: 'start',
  lastsMs: 0,
  end: 'a TLS client is let in again',
} as const;
const DAMAGED = { ...REFUSED, onset: 'the checksum refuses it; started all the same, it ends by itself' } as const;

/** Every kind of fault. */
export const FAULT_KINDS = {
  kill: {
    hits: 'process',
    lastsMs: 0,
    does: 'SIGKILL; it is started again',
    onset: 'the process is gone from /proc',
    end: ANOTHER_PROCESS,
  },
  terminate: {
    hits: 'process',
    lastsMs: 0,
    does: 'SIGTERM, after `terminationGraceSeconds` SIGKILL; it is started again',
    onset: 'the process is gone from /proc',
    end: ANOTHER_PROCESS,
  },
  pause: {
    hits: 'process',
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
} as const satisfies Readonly<Record<string, FaultKind>>;

/** The kinds of faults. */
export type FaultType = keyof typeof FAULT_KINDS;

/** Every kind, in the order in which they are documented. */
export const FAULT_TYPES = Object.keys(FAULT_KINDS) as readonly FaultType[];

/** What is known of a kind. */
export function faultKind(type: FaultType): FaultKind {
  return FAULT_KINDS[type];
}
