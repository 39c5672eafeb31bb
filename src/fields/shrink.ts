import type { Json } from '../model/observation.js';
import { isObject, withoutValueAt, type ValuePath } from './field-path.js';
import type { Placed } from './place.js';

/**
 * Makes an object smaller while it still shows what it showed: takes out one member after the other, the largest first, and
 * keeps it out when `shows` still holds. What names the object, and what leads to the value, stays.
 */
export async function shrink(placed: Placed, shows: (smaller: Placed) => Promise<boolean>): Promise<Placed> {
  let best = placed;
  for (let at = candidates(best); at.length > 0;) {
    const [path, ...others] = at;
    const smaller = path && { object: withoutValueAt(best.object, path), at: best.at };
    if (path && smaller && (await shows(smaller))) {
      best = smaller;
      at = others.filter((other) => !startsWith(other, path));
    } else {
      at = others;
    }
  }
  return best;
}

/** Members that could go, outermost first. Items of lists stay: taking one out moves the others. */
function candidates({ object, at }: Placed): ValuePath[] {
  const found: ValuePath[] = [];
  const visit = (value: Json, path: ValuePath): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of (value as Json[]).entries()) visit(item, [...path, index]);
      return;
    }
    if (!isObject(value)) return;
    for (const [name, member] of Object.entries(value)) {
      const here = [...path, name];
      if (!isKept(here) && !startsWith(at, here)) found.push(here);
      visit(member, here);
    }
  };
  visit(object, []);
  return found.sort((a, b) => a.length - b.length);
}

function isKept(path: ValuePath): boolean {
  return ['apiVersion', 'kind', 'metadata', 'metadata.name', 'metadata.namespace'].includes(path.join('.'));
}

function startsWith(path: ValuePath, start: ValuePath): boolean {
  return start.every((step, index) => step === path[index]);
}
