import type { CaseReason } from '../model/exploration.js';
import { randomStream } from '../model/random.js';
import type { Case } from './case.js';
import type { CaseClass } from './same-state.js';

/** A case to run, and why. */
export interface ChosenCase {
  readonly case: Case;
  /** Of its class. */
  readonly key: string;
  readonly because: CaseReason;
}

/** How the cases that are not run for their class are sampled. */
export interface Sampling {
  readonly seed: number;
  /** Part of them, from 0 to 1; where there are any and the share is not 0, at least one. */
  readonly share: number;
}

/**
 * The cases to run: each class's representative, and a share of all others that the seed chooses. Class by class, so that a sample is near
 * what it is compared with. A case's place in the draw depends on the seed and its id only, so that a larger share contains a smaller one.
 */
export function chosenCases(classes: readonly CaseClass[], { seed, share }: Sampling): ChosenCase[] {
  const others = classes.flatMap(({ cases, representative }) => cases.filter((each) => each !== representative));
  const drawn = others
    .map(({ id }) => ({ id, lot: randomStream(seed, `sample ${id}`)() }))
    .sort((a, b) => a.lot - b.lot || (a.id < b.id ? -1 : 1))
    .slice(0, Math.ceil(others.length * share));
  const samples = new Set(drawn.map(({ id }) => id));
  return classes.flatMap(({ key, cases, representative }) =>
    cases
      .filter((each) => each === representative || samples.has(each.id))
      .map((each) => ({ case: each, key, because: each === representative ? 'representative' : 'sample' })),
  );
}
