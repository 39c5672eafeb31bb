import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import {
  formatFieldPath,
  formatValuePath,
  parseCauseField,
  valueAt,
  withValueAt,
  withoutValueAt,
} from './field-path.js';

const key = fc.constantFrom('spec', 'name', 'a-b', 'items');
const step = fc.oneof(key, fc.nat({ max: 3 }));
const path = fc.tuple(key, fc.array(step, { maxLength: 4 })).map(([first, rest]) => [first, ...rest]);
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

describe('a path', () => {
  it('is printed as Kubernetes prints it', () => {
    expect(formatFieldPath(['spec', 'containers', '[]', 'env', '{}', 'x'])).toBe('spec.containers[].env{}.x');
    expect(formatValuePath(['metadata', 'labels', 'a.b/c', 'x', 0, 'y'])).toBe('metadata.labels[a.b/c].x[0].y');
  });

  it('is read back from what a server says, whatever is in it', () => {
    expect(parseCauseField('spec.volumes[2].name')).toEqual(['spec', 'volumes', 2, 'name']);
    expect(parseCauseField('metadata.labels[a.b/c]')).toEqual(['metadata', 'labels', 'a.b/c']);
    expect(parseCauseField('')).toEqual([]);
    fc.assert(
      fc.property(path, (steps) => {
        expect(parseCauseField(formatValuePath(steps))).toEqual(steps);
      }),
    );
  });
});

describe('values at a path', () => {
  it('are where they were put, and the object is another one', () => {
    fc.assert(
      fc.property(path, json, (steps, value) => {
        const zeros = steps.map((one) => (typeof one === 'number' ? 0 : one));
        const object = { other: 1 };
        const changed = withValueAt(object, zeros, value);
        expect(valueAt(changed, zeros)).toEqual(value);
        expect(object).toEqual({ other: 1 });
        expect(valueAt(changed, ['other'])).toBe(1);
      }),
    );
  });

  it('fill the next free position of a list, for lists have no holes', () => {
    expect(withValueAt({ a: [1] }, ['a', 7], 2)).toEqual({ a: [1, 2] });
    expect(withValueAt({}, ['a', 3, 'b'], 2)).toEqual({ a: [{ b: 2 }] });
  });

  it('are gone when they are taken out, and nothing else is', () => {
    const object = { a: [{ b: 1, c: 2 }, 3], d: 4 };
    expect(withoutValueAt(object, ['a', 0, 'b'])).toEqual({ a: [{ c: 2 }, 3], d: 4 });
    expect(withoutValueAt(object, ['a', 0])).toEqual({ a: [3], d: 4 });
    expect(withoutValueAt(object, ['x', 'y'])).toEqual(object);
    expect(withoutValueAt(object, ['a', 9])).toEqual(object);
    expect(object).toEqual({ a: [{ b: 1, c: 2 }, 3], d: 4 });
  });

  it('are not found in what an object inherits', () => {
    expect(valueAt({}, ['constructor'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
    expect(valueAt(null, ['a'])).toBeUndefined();
  });
});
