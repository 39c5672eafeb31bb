import type { RollbackResult } from '../model/observation.js';

/** What happens in a run, as data: the live progress, the journal and the plain log are all views of these. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly scenario: string;
      readonly directory: string;
      readonly steps: readonly string[];
    }
  | {
      readonly type: 'step-started';
      readonly step: string;
      readonly index: number;
      readonly of: number;
      readonly target: string;
    }
  | { readonly type: 'action'; readonly step: string; readonly action: string }
  | {
      readonly type: 'step-finished';
      readonly step: string;
      readonly seconds: number;
      readonly note?: string;
      /** What was looked at, e.g. `{ keys: 812, writes: 64 }`, in the order to show. */
      readonly counts?: Readonly<Record<string, number>>;
      readonly rollback?: RollbackResult['outcome'];
      /** How many things at this stop could not be seen or were refused although required. */
      readonly problems?: number;
    }
  /** The rollback oracle of a stop has answered, perhaps while the run is further on. */
  | { readonly type: 'rollback-examined'; readonly step: string; readonly outcome: RollbackResult['outcome'] }
  /** Long work beside the stops. What goes on for a while says the same `work` each time: a log shows it now and then. */
  | { readonly type: 'progress'; readonly message: string; readonly work?: string }
  | { readonly type: 'warning'; readonly message: string };

/** Where events go. */
export type EventSink = (event: RunEvent) => void;
