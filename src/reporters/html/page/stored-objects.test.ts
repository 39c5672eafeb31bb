import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreHistoryBuilder, type StoredVersion } from '../store-history.js';
import { StoredObjects, type KeyChange } from './stored-objects.js';

/** What is stored at each moment: revision by key. */
type Observations = readonly ReadonlyMap<string, number>[];

const observations: fc.Arbitrary<Observations> = fc.array(
  fc
    .dictionary(
      fc.oneof(fc.constantFrom('/registry/a', '/registry/ab', '/registry/b', '/registry/ab\n1'), fc.string()),
      fc.integer({ min: 1, max: 3 }),
      {
        noNullPrototype: true,
      },
    )
    .map((record) => new Map(Object.entries(record))),
  { maxLength: 6 },
);

describe('the history of stored objects', () => {
  it('tells for every key and moment what happened, and finds it again', async () => {
    await fc.assert(
      fc.asyncProperty(observations, async (seen) => {
        const objects = await history(seen);
        const keys = [...new Set(seen.flatMap((moment) => [...moment.keys()]))].sort((a, b) => (a < b ? -1 : 1));
        expect(objects.keys).toEqual(keys);
        keys.forEach((key, index) => {
          const told = seen.map((_, moment) => objects.changeAt(objects.at(index), moment));
          expect([key, told]).toEqual([key, seen.map((_, moment) => expectedChange(seen, key, moment))]);
        });
        for (const change of ['new', 'changed', 'gone'] as const) {
          const found = objects.search({ text: '', stop: null, change }).map((index) => objects.keys[index]);
          expect(found).toEqual(
            keys.filter((key) => seen.some((_, moment) => expectedChange(seen, key, moment) === change)),
          );
        }
      }),
    );
  });

  it('finds keys by a part of them or of their kind, whatever the case', async () => {
    const objects = await history([
      new Map([
        ['/registry/pods/Shop/web', 1],
        ['/registry/other', 1],
      ]),
    ]);
    const search = (text: string) => objects.search({ text, stop: null, change: 'any' }).map((at) => objects.keys[at]);
    expect(search(' SHOP ')).toEqual(['/registry/pods/Shop/web']);
    expect(search('kind (v1')).toHaveLength(2);
    expect(search('nothing')).toEqual([]);
  });

  it('finds what changed at one stop only', async () => {
    const objects = await history([
      new Map([['a', 1]]),
      new Map([['a', 1]]),
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    ]);
    expect(objects.search({ text: '', stop: 1, change: 'any' })).toEqual([1]);
    expect(objects.search({ text: '', stop: 0, change: 'any' })).toEqual([]);
  });
});

async function history(seen: Observations): Promise<StoredObjects> {
  const builder = new StoreHistoryBuilder();
  for (const [moment, keys] of seen.entries()) await builder.add(moment, stored(keys));
  // as it travels through the page
  return new StoredObjects(JSON.parse(JSON.stringify(builder.build())) as ReturnType<typeof builder.build>);
}

async function* stored(keys: ReadonlyMap<string, number>): AsyncGenerator<StoredVersion> {
  for (const [key, modRevision] of keys) {
    yield { key, modRevision, sha256: `sha of ${modRevision}`, apiVersion: 'v1', kind: 'Kind', encoding: 'json' };
  }
}

function expectedChange(seen: Observations, key: string, moment: number): KeyChange {
  const [before, after] = [seen[moment - 1]?.get(key), seen[moment]?.get(key)];
  if (moment === 0) return after === undefined ? 'absent' : 'same';
  if (before === undefined) return after === undefined ? 'absent' : 'new';
  if (after === undefined) return 'gone';
  return before === after ? 'same' : 'changed';
}
