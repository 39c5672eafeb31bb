/** What happens in a run, as data: the live progress, the journal and the plain log are all views of these. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly scenario: string; readonly directory: string; readonly steps: readonly string[] }
  | { readonly type: 'step-started'; readonly step: string; readonly index: number; readonly of: number; readonly target: string }
  | { readonly type: 'action'; readonly step: string; readonly action: string }
  | { readonly type: 'step-finished'; readonly step: string; readonly seconds: number; readonly note: string }
  | { readonly type: 'progress'; readonly message: string }
  | { readonly type: 'warning'; readonly message: string };

/** Where events go. */
export type EventSink = (event: RunEvent) => void;
