/** One thing that `doctor` looked at. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do where it is not well. */
  readonly remedy: string;
  /** Without it no rehearsal can run. */
  readonly needed: boolean;
}
