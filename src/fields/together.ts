import type { Json } from '../model/observation.js';
import { formatValuePath, valueAt, type ValuePath } from './field-path.js';
import type { Placed } from './place.js';

/** One value more in an object that holds others already. Undefined when it cannot be put there. */
export type Putting = (object: Json) => Placed | undefined;

/** One object with the values of several fields in it. */
export interface Group<T> {
  readonly object: Json;
  readonly members: readonly { readonly item: T; readonly at: ValuePath }[];
}

/** Values in one object at most: an object that is refused is asked about again in halves. */
const MOST = 32;

/**
 * Puts as many values as possible into each object, in order. One that would take another out of the object, or stand where another does, goes into
 * the next object; one that cannot be put anywhere is in none.
 *
 * @param base what every object begins with
 */
export function together<T>(base: Json, items: readonly { readonly item: T; readonly put: Putting }[]): Group<T>[] {
  const groups: Group<T>[] = [];
  let left = items;
  while (left.length > 0) {
    let group: Group<T> = { object: base, members: [] };
    const others: { readonly item: T; readonly put: Putting }[] = [];
    for (const one of left) {
      const placed = group.members.length < MOST ? one.put(group.object) : undefined;
      if (placed && keepsAll(group, placed)) {
        group = { object: placed.object, members: [...group.members, { item: one.item, at: placed.at }] };
      } else {
        others.push(one);
      }
    }
    if (group.members.length === 0) return groups;
    groups.push(group);
    left = others;
  }
  return groups;
}

function keepsAll<T>({ object, members }: Group<T>, placed: Placed): boolean {
  const own = formatValuePath(placed.at);
  return members.every(({ at }) => {
    const same = JSON.stringify(valueAt(placed.object, at)) === JSON.stringify(valueAt(object, at));
    return same && formatValuePath(at) !== own;
  });
}
