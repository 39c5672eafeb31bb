import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseOne, randomStream } from './random.js';

function numbers(seed: number, name: string): number[] {
  const next = randomStream(seed, name);
  return Array.from({ length: 4 }, () => next());
}

describe('a random stream', () => {
  it('is the same for the same seed and name', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), (seed, name) => {
        expect(numbers(seed, name)).toEqual(numbers(seed, name));
      }),
    );
  });

  it('is another one for every seed that people choose', () => {
    const streams = Array.from({ length: 2_000 }, (_, seed) => numbers(seed, 'step 1 fault 0').join());
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('is another one for another name', () => {
    const streams = Array.from({ length: 2_000 }, (_, at) => numbers(1, `step ${at} fault 0`).join());
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('has numbers from 0 up to 1, spread over all of it', () => {
    const next = randomStream(1, 'spread');
    const tenths = new Array<number>(10).fill(0);
    for (let at = 0; at < 10_000; at++) {
      const number = next();
      expect(number >= 0 && number < 1).toBe(true);
      tenths[Math.floor(number * 10)]! += 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(800);
  });
});

describe('a choice', () => {
  it('is one of what there is, and fails where there is nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.nat(), (from, seed) => {
        expect(from).toContain(chooseOne(from, randomStream(seed, 'choice')));
      }),
    );
    expect(() => chooseOne([], randomStream(1, 'choice'))).toThrow('nothing to choose from');
  });
});
