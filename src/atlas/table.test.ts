import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ATLAS_SECTIONS } from '../model/atlas.js';
import { sectionsIn, tableOf } from './table.js';

const facts = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'a', 'b')), fc.string(), {
  minKeys: 1,
  maxKeys: 5,
});
const cells = fc.array(fc.dictionary(fc.constantFrom(...ATLAS_SECTIONS), facts), { minLength: 1, maxLength: 5 });

it('holds every fact of every cell, and nothing else', () => {
  fc.assert(
    fc.property(cells, (all) => {
      const table = tableOf(all);
      const entries = (sections: object): unknown =>
        Object.entries(sections)
          .map(([section, own]) => [section, Object.entries(own as object).sort()] as const)
          .sort();
      all.forEach((sections, at) => expect(entries(sectionsIn(table, at))).toEqual(entries(sections)));
    }),
  );
});

it('facts that have their values in the same cells share a pattern', () => {
  const { facts: found, patterns } = tableOf([
    { gates: { A: 'on', B: 'off' } },
    { gates: { A: 'off', B: 'on', C: 'on' } },
  ]);
  expect(found.map(({ name, pattern }) => [name, pattern])).toEqual([
    ['A', 0],
    ['B', 0],
    ['C', 1],
  ]);
  expect(patterns).toEqual([
    [0, 1],
    [-1, 0],
  ]);
});
