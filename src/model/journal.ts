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
  | { readonly type: 'warning'; readonly at: number; readonly step: string; readonly message: string };

/** How a run ended. `step-failed`: a transition did not land, which is a finding; `broken`: the harness or machine failed. */
export type RunEnding = 'completed' | 'step-failed' | 'interrupted' | 'broken';
