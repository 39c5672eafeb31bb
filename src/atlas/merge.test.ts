import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Atlas } from '../model/atlas.js';
import { mergeAtlases } from './merge.js';
import { sampleAtlas } from './testing/sample-atlas.js';

const whole = sampleAtlas();
const shardOf = (mine: readonly string[]): Atlas =>
  sampleAtlas(
    Object.fromEntries(whole.cells.filter(({ id }) => !mine.includes(id)).map(({ id }) => [id, 'elsewhere'] as const)),
  );

it('the shards of an atlas, however it was divided, make the whole one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 13, maxLength: 13 }), (division) => {
      const shards = [0, 1, 2].map((shard) =>
        shardOf(whole.cells.filter((_, at) => division[at] === shard).map(({ id }) => id)),
      );
      expect(mergeAtlases(shards)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

it('a cell that no shard looked at is there, and makes the result inconclusive', () => {
  const [first, ...others] = whole.cells.map(({ id }) => id);
  const merged = mergeAtlases([shardOf(others)]);
  expect(merged.outcome).toBe('inconclusive');
  expect(merged.cells[0]).toMatchObject({ id: first, state: 'not observed' });
});

it('a cell that one shard observed is taken from there, whatever another one says', () => {
  const { id } = whole.cells[0]!;
  const failed = sampleAtlas({ [id]: { why: 'not ready' } });
  expect(mergeAtlases([failed, whole])).toEqual(whole);
});

it.each<[string, Partial<Atlas>]>([
  ['releases', { binaries: ['1.37.2'] }],
  ['programs', { programs: { '1.36.3': { etcd: 'other' } } }],
  ['harness', { harnessVersion: 'other' }],
  ['cells', { cells: whole.cells.slice(1) }],
])('atlases of other %s are refused', (_, change) => {
  expect(() => mergeAtlases([whole, { ...whole, ...change }])).toThrow('not shards of one');
});
