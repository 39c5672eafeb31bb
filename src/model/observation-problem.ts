/** Something a probe could not look at. */
export interface ObservationProblem {
  readonly probe: string;
  readonly subject: string;
  readonly message: string;
}
