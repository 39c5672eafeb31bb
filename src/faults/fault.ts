import type { FaultOf } from '../model/fault.js';
import type { FaultType } from '../model/fault-kinds.js';
import type { Launch } from '../model/plan.js';
import type { Cluster, FaultHandles, PlainFaultHandles } from '../providers/cluster.js';

/** What a fault gets to work with. */
export interface FaultContext {
  readonly cluster: Cluster;
  readonly handles: FaultHandles;
  /** What the transition moves to: how a component that it replaces is started. */
  readonly launch: Launch;
  /** How long a component may take to end after SIGTERM, seconds. */
  readonly terminationGraceSeconds: number;
  readonly signal: AbortSignal;
}

/** One kind of fault. */
export interface Fault<T extends FaultType> {
  /** Why this machine does not let it be done to any process, with the remedy; undefined when it does. Left out where every machine does. */
  readonly unavailableReason?: () => Promise<string | undefined>;
  /** Chooses its victim and looks at how things are; changes nothing yet. Throws when there is no victim. */
  prepare(spec: FaultOf<T>, context: FaultContext): Promise<Injection>;
}

/** One fault about to happen. Receipts never rest on the success of `inject` or `heal`: they look at what these changed. */
export interface Injection {
  inject(): Promise<void>;
  /** Returns what shows that the fault took effect. Throws when nothing shows it in time. */
  onset(): Promise<string>;
  /** Takes the fault away, as far as it does not end by itself. May be called at any time, also twice, also before `inject`. */
  heal(): Promise<void>;
  /** Returns what shows that the fault has ended. Throws when nothing shows it in time. */
  end(): Promise<string>;
}

/** How long the onset of a fault may take to show. */
export const ONSET_TIMEOUT_MS = 10_000;
/** How long its end may take to show: as long as a component may take to be ready. */
export const END_TIMEOUT_MS = 120_000;

/** The hold that only plain processes offer. Throws where there is none, which is refused when planning. */
export function plain(handles: FaultHandles): PlainFaultHandles {
  if ('attempt' in handles) return handles as PlainFaultHandles;
  throw new Error('the components are not plain processes of the harness');
}
