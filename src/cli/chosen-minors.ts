import { isMinor, type Minor } from '../model/version.js';
import { BadInputError } from '../support/errors.js';

/**
 * What `--emulated` names. Throws BadInputError for what is no minor, and for a choice that leaves nothing: `leavesNone` says so, `none` and
 * `remedy` tell it.
 */
export function chosenMinors(
  asked: readonly string[] | 'all',
  leavesNone: (minors: readonly Minor[]) => boolean,
  { none, remedy }: { readonly none: string; readonly remedy: string },
): readonly Minor[] | 'all' {
  if (asked === 'all') return asked;
  const minors = asked.filter(isMinor);
  const stranger = asked.find((text) => !isMinor(text));
  if (stranger === undefined && !leavesNone(minors)) return minors;
  throw new BadInputError({
    code: 'emulated-unknown',
    message: `--emulated ${stranger ?? asked.join(',')}: ${stranger === undefined ? none : 'is not a minor release'}`,
    remedy,
  });
}
