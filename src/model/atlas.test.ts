import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleAtlas } from '../atlas/testing/sample-atlas.js';
import { ATLAS_SECTIONS, differenceOf, realOf, type AtlasCell } from './atlas.js';

const atlas = sampleAtlas();
const anyCell = fc.nat({ max: atlas.cells.length - 1 });

describe('differenceOf', () => {
  it('finds nothing between a cell and itself, and the same both ways', () => {
    fc.assert(
      fc.property(anyCell, anyCell, (a, b) => {
        expect(differenceOf(atlas, a, a).differences).toEqual([]);
        const there = differenceOf(atlas, a, b).differences;
        const back = differenceOf(atlas, b, a).differences;
        expect(back).toEqual(there.map((each) => ({ ...each, before: each.after, after: each.before })));
      }),
    );
  });

  it('says of a section that was not seen in one cell that it is not known, never that something is absent', () => {
    fc.assert(
      fc.property(anyCell, anyCell, fc.subarray([...ATLAS_SECTIONS]), (a, b, unseen) => {
        const cells = atlas.cells.map((cell, at) => (at === a ? { ...cell, unseen } : cell));
        const { differences, unknown } = differenceOf({ ...atlas, cells }, a, b);
        expect(unknown).toEqual(expect.arrayContaining(unseen));
        expect(differences.filter(({ section }) => unknown.includes(section))).toEqual([]);
      }),
    );
  });

  it('knows nothing of a cell that was not observed', () => {
    const cells = atlas.cells.map((cell, at) => (at === 0 ? { ...cell, state: 'not observed' as const } : cell));
    expect(differenceOf({ ...atlas, cells }, 0, 12)).toEqual({ differences: [], unknown: ATLAS_SECTIONS });
  });
});

describe('realOf', () => {
  const cell = (
    binary: `1.${number}.${string}`,
    emulated: `1.${number}`,
    minCompatibility: `1.${number}`,
    mode: AtlasCell['mode'] = 'strict',
  ): AtlasCell => ({
    id: '',
    version: { binary, emulated, minCompatibility },
    mode,
  });
  const cells = [cell('1.36.3', '1.36', '1.34'), cell('1.36.3', '1.36', '1.35'), cell('1.37.2', '1.37', '1.36')];

  it('is the release that is emulated, with the same min-compatibility version where there is one', () => {
    expect(realOf(cells, cell('1.37.2', '1.36', '1.34'))).toBe(0);
    expect(realOf(cells, cell('1.37.2', '1.36', '1.35', 'forward-compatible'))).toBe(1);
    expect(realOf(cells, cell('1.37.2', '1.36', '1.36'))).toBe(1);
  });

  it('is none for a release that acts as itself, and for one that nobody has', () => {
    expect(realOf(cells, cell('1.37.2', '1.37', '1.36'))).toBeUndefined();
    expect(realOf(cells, cell('1.37.2', '1.35', '1.34'))).toBeUndefined();
  });
});
