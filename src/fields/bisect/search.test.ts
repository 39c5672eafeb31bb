import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchFlip, type Group, type Reading } from './search.js';
import type { Seen } from './showing.js';

const SHOWN: Seen = { showing: 'shown' };
const ABSENT: Seen = { showing: 'absent' };
const nothing = (why = 'it ended', never = false): Seen => ({ showing: 'unresolved', why, never });
const UNREAD: Reading<number> = { companyOf: () => [], isNamed: () => false };

/** Searches with an oracle, and remembers what each trial came to. */
async function searched(
  groups: readonly Group<number>[],
  oracle: (items: ReadonlySet<number>) => Seen,
  reading: Partial<Reading<number>> = {},
): Promise<Awaited<ReturnType<typeof searchFlip<number>>> & { trials: Map<string, Seen> }> {
  const trials = new Map<string, Seen>();
  const test = (items: readonly number[]): Promise<Seen> => {
    expect(new Set(items).size).toBe(items.length);
    const seen = oracle(new Set(items));
    trials.set(keyOf(items), seen);
    return Promise.resolve(seen);
  };
  return { ...(await searchFlip(groups, test, { ...UNREAD, ...reading })), trials };
}

const keyOf = (items: readonly number[]): string => [...items].sort((a, b) => a - b).join();
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const has = (items: ReadonlySet<number>, some: readonly number[]): boolean => some.every((item) => items.has(item));

describe('a search for what makes a finding go away', () => {
  it('finds the one switch of many, in few trials', async () => {
    const { flip, trials } = await searched([{ items: upTo(128) }], (items) => (items.has(77) ? ABSENT : SHOWN));
    expect(flip).toEqual({ items: [77], doubtful: [] });
    expect(trials.size).toBeLessThan(20);
  });

  it('finds all that are needed together', async () => {
    const { flip } = await searched([{ items: upTo(60) }], (items) => (has(items, [3, 40, 41]) ? ABSENT : SHOWN));
    expect(flip?.items.toSorted((a, b) => a - b)).toEqual([3, 40, 41]);
  });

  it('says that there is none, and what it tried, where none flips it', async () => {
    const { flip, covered, untried, trials } = await searched([{ items: upTo(90) }], () => SHOWN);
    expect([flip, covered, untried]).toEqual([undefined, upTo(90), []]);
    expect(trials.size).toBe(1);
  });

  it('gets around one with which no server starts, and says so', async () => {
    const oracle = (items: ReadonlySet<number>): Seen => (items.has(5) ? nothing('never ready', true) : SHOWN);
    const { flip, covered, untried } = await searched([{ items: upTo(40) }], oracle);
    expect(flip).toBeUndefined();
    expect(covered).toEqual(upTo(40).filter((item) => item !== 5));
    expect(untried).toEqual([{ item: 5, why: 'never ready', never: true }]);
  });

  it('switches what a switch says it needs, and what a group is tried with', async () => {
    const oracle = (items: ReadonlySet<number>): Seen => {
      if (!items.has(100)) return nothing('needs an API');
      return items.has(1) && !items.has(50) ? nothing('needs 50') : items.has(1) ? ABSENT : SHOWN;
    };
    const companyOf: Reading<number>['companyOf'] = (_, why) => (why === 'needs 50' ? [50] : []);
    const { flip } = await searched([{ items: upTo(8), besides: [100] }], oracle, { companyOf });
    expect(flip).toEqual({ items: [1, 100, 50], doubtful: [100, 50] });
  });

  it('sets aside the one that a trial names, and tries all others at once', async () => {
    const oracle = (items: ReadonlySet<number>): Seen => (items.has(5) ? nothing('waits for 5', true) : SHOWN);
    const isNamed: Reading<number>['isNamed'] = (item, why) => why.endsWith(` ${item}`);
    const { covered, untried, trials } = await searched([{ items: upTo(40) }], oracle, { isNamed });
    expect(covered).toHaveLength(39);
    expect(untried.map(({ item }) => item)).toEqual([5]);
    expect(trials.size).toBe(3);
  });

  it('asks for company no more than once', async () => {
    const { untried } = await searched([{ items: [1] }], () => nothing('needs 2'), { companyOf: () => [2] });
    expect(untried.map(({ item }) => item)).toEqual([1]);
  });

  it('ends with the first group that flips it', async () => {
    const { flip, trials } = await searched([{ items: [1] }, { items: [2] }, { items: [3] }], (items) =>
      items.has(2) ? ABSENT : SHOWN,
    );
    expect(flip?.items).toEqual([2]);
    expect([...trials.keys()]).toEqual(['1', '2']);
  });

  it('never claims more than its trials show', async () => {
    const seen = fc.constantFrom<Seen>(SHOWN, SHOWN, ABSENT, nothing(), nothing('refused', true));
    const group = fc.uniqueArray(fc.nat({ max: 15 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(group, { maxLength: 3 }), fc.func(seen), async (groups, oracle) => {
        const { flip, covered, untried, trials } = await searched(
          groups.map((items) => ({ items })),
          (items) => oracle(keyOf([...items])),
        );
        const without = (items: readonly number[], item: number): Seen | undefined =>
          trials.get(keyOf(items.filter((other) => other !== item)));
        if (flip) {
          expect(trials.get(keyOf(flip.items))).toEqual(ABSENT);
          // 1-minimal: each was left out in a trial, which says that it is needed, or nothing
          for (const item of flip.items.length > 1 ? flip.items : []) {
            const left = without(flip.items, item);
            expect(left?.showing).toBe(flip.doubtful.includes(item) ? 'unresolved' : 'shown');
          }
        }
        for (const item of covered) {
          expect(
            [...trials].some(([key, { showing }]) => showing === 'shown' && key.split(',').includes(`${item}`)),
          ).toBe(true);
        }
        for (const { item } of untried) expect(trials.get(`${item}`)?.showing).toBe('unresolved');
        // nothing is passed over in silence
        if (!flip) {
          const told = new Set([...covered, ...untried.map(({ item }) => item)]);
          expect(groups.flat().filter((item) => !told.has(item))).toEqual([]);
        }
      }),
    );
  });

  it('finds exactly the set that is needed, whatever does not start', async () => {
    const items = upTo(24);
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(items, { minLength: 1, maxLength: 3 }),
        fc.subarray(items, { maxLength: 2 }),
        async (needed, broken) => {
          fc.pre(needed.every((item) => !broken.includes(item)));
          const oracle = (some: ReadonlySet<number>): Seen =>
            broken.some((item) => some.has(item)) ? nothing() : has(some, needed) ? ABSENT : SHOWN;
          const { flip, untried } = await searched([{ items: needed }, { items }], oracle);
          expect(flip).toEqual({ items: needed, doubtful: [] });
          expect(untried).toEqual([]);
        },
      ),
    );
  });
});
