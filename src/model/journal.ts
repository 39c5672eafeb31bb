import type { PointName } from './point.js';

/**
 * One line of journal.ndjson: what a run meant to do and what came of it. An intent without a result is where a killed run
 * stood. `at` is milliseconds since the run's first record.
 */
export type JournalRecord =
  | { readonly type: 'run'; readonly at: number; readonly event: RunEnding | 'started'; readonly message: string }
  | { readonly type: 'intent'; readonly at: number; readonly step: string; readonly action: string }
  | {
      readonly type: 'result';
      readonly at: number;
      readonly step: string;
      readonly action: string;
      readonly ok: boolean;
      /** Time the action took, ms. */
      readonly ms: number;
      readonly message: string;
    }
  | { readonly type: 'warning'; readonly at: number; readonly step: string; readonly message: string }
  | FaultRecord
  /** The run goes on from the end of this step; what it had begun after that is begun again. */
  | { readonly type: 'resumed'; readonly at: number; readonly step: string }
  /** The receipt of a control's sabotage: what it is seen to have changed. */
  | { readonly type: 'sabotage'; readonly at: number; readonly step: string; readonly message: string }
  /** A transition ended at a point before its end, as its plan says. */
  | { readonly type: 'halt'; readonly at: number; readonly step: string; readonly point: PointName };

/**
 * One moment in the life of a planned fault. `inject` and `heal` are intents, on disk before anything is done; `onset` and `end`
 * are receipts: what an observation other than the injector's own success showed. `unconfirmed` says why a receipt is missing.
 */
export interface FaultRecord {
  readonly type: 'fault';
  readonly at: number;
  readonly step: string;
  /** The plan's id of the fault, e.g. `1-pause-etcd`. */
  readonly fault: string;
  readonly event: 'inject' | 'onset' | 'heal' | 'end' | 'unconfirmed';
  readonly point: PointName;
  /** What it is, e.g. `pause etcd`. */
  readonly what: string;
  /** What was observed; empty for `inject` and `heal`. */
  readonly message: string;
}

/** How a run ended. `step-failed`: a transition did not land, which is a finding; `broken`: the harness or machine failed. */
export type RunEnding = 'completed' | 'step-failed' | 'interrupted' | 'broken';
