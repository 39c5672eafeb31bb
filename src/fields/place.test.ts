import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from './field.js';
import { valueAt } from './field-path.js';
import { PLACEMENTS, minimal, place } from './place.js';
import { plausible } from './samples.js';
import { ROOT, TYPES } from './testing/types.js';

const BASE = { apiVersion: 'apps/v1', kind: 'Pod', spec: { mode: 'Fast', volumes: [{ name: 'one', empty: {} }] } };
const READ_ONLY = ['spec', 'volumes', '[]', 'nfs', 'readOnly'];
const FIRST = { how: 'item', number: 0 } as const;

describe('placing a value', () => {
  it('puts it into the first item there is, with what its parent requires', () => {
    expect(place(TYPES, ROOT, BASE, READ_ONLY, true, FIRST)).toEqual({
      object: {
        ...BASE,
        spec: {
          mode: 'Fast',
          volumes: [
            {
              name: 'one',
              empty: {},
              nfs: { server: 'https://rehearse.example.com/x', path: '/rehearse', readOnly: true },
            },
          ],
        },
      },
      at: ['spec', 'volumes', 0, 'nfs', 'readOnly'],
    });
  });

  it('puts it into a new item, which leaves the others as they are', () => {
    const placed = place(TYPES, ROOT, BASE, READ_ONLY, true, { how: 'append', list: 0 });
    expect(placed?.at).toEqual(['spec', 'volumes', 1, 'nfs', 'readOnly']);
    expect(valueAt(placed?.object, ['spec', 'volumes'])).toMatchObject([
      { name: 'one', empty: {} },
      { name: 'rehearse', nfs: { readOnly: true } },
    ]);
  });

  it('puts it into another item where items are not alike, and only where there is one', () => {
    const base = { spec: { volumes: [{ name: 'one' }, { name: 'two' }] } };
    const second = { how: 'item', number: 1 } as const;
    expect(place(TYPES, ROOT, base, READ_ONLY, true, second)?.at).toEqual(['spec', 'volumes', 1, 'nfs', 'readOnly']);
    expect(place(TYPES, ROOT, BASE, READ_ONLY, true, second)).toBeUndefined();
    expect(place(TYPES, ROOT, base, ['spec', 'mode'], 'Fast', second)).toBeUndefined();
  });

  it('makes ancestors anew where members of a union exclude one another', () => {
    const placed = place(TYPES, ROOT, BASE, READ_ONLY, true, { how: 'anew', levels: 2 });
    expect(valueAt(placed?.object, ['spec', 'volumes', 0])).not.toHaveProperty('empty');
    expect(valueAt(placed?.object, ['spec', 'volumes', 0])).toMatchObject({ nfs: { readOnly: true } });
    expect(valueAt(placed?.object, ['spec', 'mode'])).toBe('Fast');
  });

  it('takes an entry of a map that is there, or makes one', () => {
    const labels = ['spec', 'labels', '{}'];
    expect(place(TYPES, ROOT, BASE, labels, 'x', FIRST)?.at).toEqual(['spec', 'labels', 'rehearse']);
    const base = { spec: { labels: { mine: 'y' } } };
    expect(place(TYPES, ROOT, base, labels, 'x', FIRST)?.at).toEqual(['spec', 'labels', 'mine']);
  });

  it('has no meaning for a field without a list, or without so many lists or ancestors', () => {
    expect(place(TYPES, ROOT, BASE, READ_ONLY, true, { how: 'append', list: 1 })).toBeUndefined();
    expect(place(TYPES, ROOT, BASE, ['spec', 'mode'], 'Slow', { how: 'append', list: 0 })).toBeUndefined();
    expect(place(TYPES, ROOT, BASE, ['spec', 'mode'], 'Slow', { how: 'anew', levels: 1 })).toBeUndefined();
  });

  it('always leaves the value where it says, and never touches the base', () => {
    const before = JSON.stringify(BASE);
    const fields = fieldsOf(TYPES, ROOT);
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.constantFrom(...PLACEMENTS), ({ path, schema, type }, placement) => {
        for (const value of plausible(path.at(-1) ?? '', schema, type)) {
          const placed = place(TYPES, ROOT, BASE, path, value, placement);
          if (placed) expect(valueAt(placed.object, placed.at)).toEqual(value);
        }
        expect(JSON.stringify(BASE)).toBe(before);
      }),
    );
  });
});

describe('the smallest value of a type', () => {
  it('has its required members, with an item in each required list, and nothing else', () => {
    const spec = TYPES.follow({ $ref: '#/components/schemas/Spec' }, '');
    expect(minimal(TYPES, spec, 0)).toEqual({ volumes: [{ name: 'rehearse' }] });
  });
});
