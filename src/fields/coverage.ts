import { FIELD_CLASSES, type FieldClass } from './classify.js';
import type { FieldResult } from './result.js';

/** So many of so many. */
export interface Share {
  readonly reached: number;
  readonly of: number;
}

/** How much of the API the answers speak of. */
export interface Coverage {
  /** Kinds at a version with at least one reached field. */
  readonly kinds: Share;
  /** The others. */
  readonly unreachedKinds: readonly string[];
  readonly fields: Share;
  /** Fields that the old release's API does not have, in kinds that it serves. */
  readonly newFields: Share;
  readonly classes: Readonly<Partial<Record<FieldClass, number>>>;
}

/** Counts what was reached. A field counts once in every kind and version that has it. */
export function coverageOf(
  kinds: readonly { groupVersion: string; resource: string }[],
  results: readonly FieldResult[],
): Coverage {
  const reached = results.filter((result) => result.reached);
  const named = ({ groupVersion, resource }: { groupVersion: string; resource: string }): string =>
    `${groupVersion} ${resource}`;
  const reachedKinds = new Set(reached.map(named));
  const unreachedKinds = kinds.map(named).filter((kind) => !reachedKinds.has(kind));
  const isNewHere = ({ isNew, class: fieldClass }: FieldResult): boolean => isNew && fieldClass !== 'not served';
  const classes: Partial<Record<FieldClass, number>> = {};
  for (const name of FIELD_CLASSES) {
    const count = results.filter((result) => result.class === name).length;
    if (count > 0) classes[name] = count;
  }
  return {
    kinds: { reached: kinds.length - unreachedKinds.length, of: kinds.length },
    unreachedKinds,
    fields: { reached: reached.length, of: results.length },
    newFields: { reached: reached.filter(isNewHere).length, of: results.filter(isNewHere).length },
    classes,
  };
}

/** `1234 of 2345 (52.6 %)`, rounded down: a share never looks better than it is. */
export function formatShare({ reached, of }: Share): string {
  return of === 0 ? '0 of 0' : `${reached} of ${of} (${(Math.floor((reached / of) * 1000) / 10).toFixed(1)} %)`;
}
