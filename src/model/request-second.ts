/** What the harness asked of the rehearsed API server within one second. */
export interface RequestSecond {
  /** Whole seconds since the run's first record. */
  readonly second: number;
  /** Requests that were answered, or given up, in it. */
  readonly requests: number;
  /** Those among them without an answer, and with one that says the server could not do it: 429 and 500 and above. */
  readonly errors: number;
  /** Time to the whole answer, ms. */
  readonly median: number;
  readonly p99: number;
}
