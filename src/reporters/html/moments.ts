/**
 * The moments at which a run was looked at, in order: the arrival at stop `n` is 2n, the departure from it 2n + 1. What
 * changes up to an arrival was changed by the transition, what changes up to a departure by the stop's write wave.
 */
export type Moment = number;

/** The moment's number. */
export function momentOf(stop: number, at: 'arrival' | 'departure'): Moment {
  return stop * 2 + (at === 'departure' ? 1 : 0);
}

/** The stop's index. */
export function stopOf(moment: Moment): number {
  return Math.floor(moment / 2);
}

/** True for what a transition leads to, false for what a write wave does. */
export function isArrival(moment: Moment): boolean {
  return moment % 2 === 0;
}
