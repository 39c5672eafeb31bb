import { compareMinors, type Minor } from '../../../model/version.js';
import type { Novelty } from '../corpus-entry.js';
import { GATED_IN_1_35 } from './gated-in-1-35.js';
import { GATED_IN_1_36 } from './gated-in-1-36.js';
import { GATED_IN_1_37 } from './gated-in-1-37.js';
import { NEW_IN_1_35 } from './new-in-1-35.js';
import { NEW_IN_1_36 } from './new-in-1-36.js';
import { NEW_IN_1_37 } from './new-in-1-37.js';

/**
 * Fields and values that a minor added, newest minor first; found by comparing the generated.proto files of k8s.io/api
 * v0.34.4, v0.35.4, v0.36.3 and v0.37.2 and the gates that each release turned on.
 */
export const NOVELTIES: readonly Novelty[] = [
  ...NEW_IN_1_37,
  ...GATED_IN_1_37,
  ...NEW_IN_1_36,
  ...GATED_IN_1_36,
  ...NEW_IN_1_35,
  ...GATED_IN_1_35,
];

/** What `to` knows or accepts by default and `from` did not. */
export function noveltiesBetween(from: Minor, to: Minor): readonly Novelty[] {
  const isBetween = (minor: Minor): boolean => compareMinors(minor, from) > 0 && compareMinors(minor, to) <= 0;
  return NOVELTIES.filter(({ known, since }) => isBetween(since) || (known !== undefined && isBetween(known)));
}
