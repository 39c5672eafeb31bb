import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenCases } from './choose.js';
import { classesOf } from './same-state.js';
import { upAndBack } from './testing/cases.js';

const CLASSES = classesOf(upAndBack());
const OTHERS = 2156 - 352;
const sampling = fc.record({ seed: fc.nat(), share: fc.double({ min: 0, max: 1, noNaN: true }) });
const ids = (seed: number, share: number): string[] =>
  chosenCases(CLASSES, { seed, share })
    .filter(({ because }) => because === 'sample')
    .map((chosen) => chosen.case.id);

describe('the cases that are run', () => {
  it('are the representative of every class, and a share of all others', () => {
    fc.assert(
      fc.property(sampling, ({ seed, share }) => {
        const chosen = chosenCases(CLASSES, { seed, share });
        const representatives = chosen.filter(({ because }) => because === 'representative');
        expect(representatives.map(({ key }) => key)).toEqual(CLASSES.map(({ key }) => key));
        expect(representatives.map((each) => each.case)).toEqual(CLASSES.map(({ representative }) => representative));
        expect(chosen).toHaveLength(CLASSES.length + Math.ceil(OTHERS * share));
        expect(new Set(chosen.map((each) => each.case.id)).size).toBe(chosen.length);
      }),
      { numRuns: 20 },
    );
  });

  it('are of the class whose key they name', () => {
    const members = new Map(CLASSES.map(({ key, cases }) => [key, cases]));
    const strangers = chosenCases(CLASSES, { seed: 1, share: 0.3 }).filter(
      (chosen) => !members.get(chosen.key)?.includes(chosen.case),
    );
    expect(strangers).toEqual([]);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(ids(1, 0.05)).toEqual(ids(1, 0.05));
    expect(ids(1, 0.05)).not.toEqual(ids(2, 0.05));
  });

  it('contain a smaller share in a larger one', () => {
    const small = ids(5, 0.05);
    const large = new Set(ids(5, 0.2));
    expect(small.filter((id) => !large.has(id))).toEqual([]);
  });

  it('are a handful of samples at five in a hundred, drawn from all over', () => {
    const samples = ids(1, 0.05);
    expect(samples).toHaveLength(91);
    for (const part of ['.on', '.back', '2-binary-upgrade', '3-binary-rollback']) {
      expect(samples.filter((id) => id.includes(part)).length).toBeGreaterThan(20);
    }
  });

  it('can be everything, and representatives alone', () => {
    expect(ids(1, 1)).toHaveLength(OTHERS);
    expect(ids(1, 0)).toEqual([]);
    expect(chosenCases([], { seed: 1, share: 1 })).toEqual([]);
  });

  it('have at least one sample where any is asked for', () => {
    expect(ids(1, 1e-9)).toHaveLength(1);
  });
});
