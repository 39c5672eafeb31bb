import { LINKS, type FAULT_KINDS, type FaultType, type LinkName, type TargetFields } from './fault-kinds.js';
import type { PointName } from './point.js';

/** What is done to whom, of one kind. docs/faults.md says what each does and what shows that it did. */
export type FaultOf<T extends FaultType> = { readonly type: T } & TargetFields[(typeof FAULT_KINDS)[T]['hits']];

/** What is done to whom. */
export type FaultSpec = { [T in FaultType]: FaultOf<T> }[FaultType];

/** A fault in a plan: decided to the point, also where the scenario left the point to the seed. */
export interface PlannedFault {
  /** Unique in its step and fit for file names: `1-kill-etcd`; `halfway-1-kill-etcd` before a half-way end. */
  readonly id: string;
  readonly spec: FaultSpec;
  readonly point: PointName;
  /** Time from the point to the injection, ms. */
  readonly delayMs: number;
  /** Time from the receipt of its onset to its healing, ms; 0 for what is over at once. */
  readonly lastsMs: number;
}

/** What a journal says of one planned fault. `null`: nobody observed it. */
export interface FaultReceipts {
  /** The step's folder name. */
  readonly step: string;
  /** {@link PlannedFault.id}. */
  readonly fault: string;
  /** The independent observation that it took effect. */
  readonly onset: string | null;
  /** The independent observation that it ended. */
  readonly end: string | null;
  /** Why there is no receipt; empty where there are both. */
  readonly problem: string;
}

/** How a fault is named: its kind, and whom it hits where that is open. */
export function describeFault({ type, ...target }: FaultSpec): string {
  return [type, ...Object.values(target)].join(' ');
}

/** The links that faults hit. */
export function linksHit(faults: readonly PlannedFault[]): LinkName[] {
  return LINKS.filter((link) => faults.some(({ spec }) => 'link' in spec && spec.link === link));
}
