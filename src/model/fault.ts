import type { Component } from './component.js';
import type { PointName } from './point.js';

/** What is done to whom. docs/faults.md says what each does and what shows that it did. */
export type FaultSpec =
  | { readonly type: 'kill'; readonly component: Component }
  | { readonly type: 'terminate'; readonly component: Component }
  | { readonly type: 'pause'; readonly component: Component };

/** The kinds of faults. */
export type FaultType = FaultSpec['type'];

/** The members of {@link FaultSpec} of one kind. */
export type FaultOf<T extends FaultType> = Extract<FaultSpec, { readonly type: T }>;

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

/** How a fault is named: its kind, and whom it hits. */
export function describeFault({ type, component }: FaultSpec): string {
  return `${type} ${component}`;
}
