import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import { unaligned } from './list-alignment.js';

const lists = fc.array(
  fc.constantFrom<Json>('a', 'b', 1, null, { x: 1, y: [2] }, { y: [2], x: 1 }, { x: 1 }, [1], []),
  { maxLength: 9 },
);
const without = (list: readonly Json[], left: readonly number[]): Json[] =>
  list.filter((_, index) => !left.includes(index));

describe('unaligned', () => {
  it('leaves nothing over of equal lists, whatever the order of keys', () => {
    expect(unaligned([{ a: 1, b: 2 }], [{ b: 2, a: 1 }])).toEqual({ before: [], after: [] });
    fc.assert(
      fc.property(lists, (list) => {
        expect(unaligned(list, structuredClone(list))).toEqual({ before: [], after: [] });
      }),
    );
  });

  it('leaves over what was put in or taken out, at its own place', () => {
    fc.assert(
      fc.property(lists, fc.nat(9), (list, at) => {
        const place = Math.min(at, list.length);
        const more = [...list.slice(0, place), 'new', ...list.slice(place)];
        expect(unaligned(list, more)).toEqual({ before: [], after: [place] });
        expect(unaligned(more, list)).toEqual({ before: [place], after: [] });
      }),
    );
  });

  it('takes what is not left over for the same items in the same order, and as many as there are', () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const left = unaligned(before, after);
        expect(without(before, left.before)).toEqual(without(after, left.after));
        expect(before.length - left.before.length).toBe(longest(before, after));
      }),
    );
  });

  it('leaves over the same items the other way round', () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const { before: was, after: is } = unaligned(before, after);
        expect(unaligned(after, before)).toEqual({ before: is, after: was });
      }),
    );
  });
});

/** Length of a longest common subsequence, the slow way. */
function longest(a: readonly Json[], b: readonly Json[]): number {
  const [first, ...rest] = a;
  if (first === undefined || b.length === 0) return 0;
  const at = b.findIndex((item) => JSON.stringify(sorted(item)) === JSON.stringify(sorted(first)));
  const skipped = longest(rest, b);
  return at < 0 ? skipped : Math.max(skipped, 1 + longest(rest, b.slice(at + 1)));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
