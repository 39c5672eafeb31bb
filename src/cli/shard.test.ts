import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShard, takeShard } from './shard.js';

describe('--shard', () => {
  it('is i/n with i from 1 to n', () => {
    expect(parseShard('2/3')).toEqual({ index: 2, of: 3 });
    for (const text of ['', '1', '0/3', '4/3', '1/0', '-1/3', '1/3/5', '1.5/3', 'a/b', '1/99999']) {
      expect(() => parseShard(text)).toThrow('i/n is needed');
    }
  });

  it('divides any scenarios so that every one is in exactly one shard, in its order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (weights, wanted) => {
          const of = Math.min(wanted, weights.length);
          const items = weights.map((weight, at) => ({ at, weight }));
          const shards = Array.from({ length: of }, (_, at) =>
            takeShard(items, { index: at + 1, of }, (item) => item.weight),
          );
          expect(shards.flat().sort((a, b) => a.at - b.at)).toEqual(items);
          for (const shard of shards) expect(shard).toEqual([...shard].sort((a, b) => a.at - b.at));
          const loads = shards.map((shard) => shard.reduce((sum, { weight }) => sum + weight, 0));
          // no shard could give its lightest scenario away and still have most to do
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(...weights));
        },
      ),
    );
  });

  it('refuses a shard that has nothing to do', () => {
    expect(() => takeShard(['a', 'b'], { index: 3, of: 3 }, () => 1)).toThrow('shard 3/3 has nothing to do');
  });
});
