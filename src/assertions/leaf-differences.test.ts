import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import { leafDifferences } from './leaf-differences.js';

const paths = (before: Json, after: Json): string[] => leafDifferences(before, after).map(({ path }) => path);
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => value as Json);

describe('leafDifferences', () => {
  it('names each leaf by its path', () => {
    const before = { spec: { replicas: 1, hosts: ['a', 'b'], same: true } };
    const after = { spec: { replicas: 2, hosts: ['a', 'c'], same: true } };
    expect(leafDifferences(before, after)).toEqual([
      { path: 'spec.hosts[1]', before: 'b', after: 'c' },
      { path: 'spec.replicas', before: 1, after: 2 },
    ]);
  });

  it('puts keys that are no plain names into brackets', () => {
    expect(paths({ labels: { 'app.kubernetes.io/name': 'x' } }, { labels: { 'app.kubernetes.io/name': 'y' } })).toEqual(
      ['labels[app.kubernetes.io/name]'],
    );
  });

  it('gives one difference for the topmost value that only one side has', () => {
    expect(leafDifferences({}, { spec: { a: 1, b: 2 } })).toEqual([
      { path: 'spec', before: undefined, after: { a: 1, b: 2 } },
    ]);
    expect(paths({ list: [1, { a: 1 }] }, { list: [1] })).toEqual(['list[1]']);
  });

  it('shows one item more, anywhere in a list, as one difference', () => {
    const rule = (verb: string): Json => ({ verbs: [verb], resources: ['pods'] });
    const before = [rule('get'), rule('list'), rule('watch')];
    const after = [rule('get'), rule('create'), rule('list'), rule('watch')];
    expect(leafDifferences({ rules: before }, { rules: after })).toEqual([
      { path: 'rules[1]', before: undefined, after: rule('create') },
    ]);
    expect(paths({ rules: after }, { rules: before })).toEqual(['rules[1]']);
  });

  it('shows an item that changed where it stands by its leaf, and one that moved on both its places', () => {
    expect(paths(['a', { b: 1 }, 'c', 'd'], ['a', { b: 2 }, 'c', 'd', 'e'])).toEqual(['[1].b', '[4]']);
    expect(leafDifferences(['a', 'b', 'c', 'd'], ['b', 'c', 'd', 'a'])).toEqual([
      { path: '[0]', before: 'a', after: undefined },
      { path: '[3]', before: undefined, after: 'a' },
    ]);
  });

  it('compares by position what is too long to be aligned', () => {
    const long = (first: number): Json => Array.from({ length: 600 }, (_, at) => first + at);
    expect(paths(long(0), long(1))).toHaveLength(600);
  });

  it('tells null, an empty list, an empty object and a missing field apart', () => {
    const forms: Json[] = [{ a: null }, { a: [] }, { a: {} }, {}, { a: '' }, { a: 0 }, { a: false }];
    for (const [i, before] of forms.entries()) {
      for (const [j, after] of forms.entries()) {
        expect(paths(before, after), JSON.stringify([before, after])).toEqual(i === j ? [] : ['a']);
      }
    }
  });

  it('has the empty path for a value that is another as a whole', () => {
    expect(paths('a', 'b')).toEqual(['']);
    expect(paths([], {})).toEqual(['']);
  });

  it('is not fooled by keys that every object inherits', () => {
    expect(paths({}, JSON.parse('{"__proto__": 1}') as Json)).toEqual(['__proto__']);
    expect(paths({ toString: 'x' }, {})).toEqual(['toString']);
  });

  describe('of managedFields', () => {
    const entry = (manager: string, time: string): Json => ({ manager, operation: 'Update', apiVersion: 'v1', time });
    const object = (...managedFields: Json[]): Json => ({ metadata: { managedFields } });

    it('goes by who manages, because the order follows the clock', () => {
      expect(paths(object(entry('a', '1'), entry('b', '2')), object(entry('b', '2'), entry('a', '3')))).toEqual([
        'metadata.managedFields[a Update v1].time',
      ]);
    });

    it('goes by position where a manager has two entries', () => {
      expect(paths(object(entry('a', '1'), entry('a', '2')), object(entry('a', '2'), entry('a', '1')))).toEqual([
        'metadata.managedFields[0]',
        'metadata.managedFields[1]',
      ]);
    });

    it('is not meant by a list of that name elsewhere', () => {
      const list = (...managedFields: Json[]): Json => ({ spec: { managedFields } });
      expect(paths(list(entry('a', '1'), entry('b', '2')), list(entry('b', '2'), entry('a', '1')))).toEqual([
        'spec.managedFields[0]',
        'spec.managedFields[1]',
      ]);
    });
  });

  it('finds nothing between a value and its copy', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(leafDifferences(value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  it('finds something between any two values that are not equal, and the same places the other way round', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const there = leafDifferences(before, after);
        expect(there.length > 0).toBe(canonical(before) !== canonical(after));
        const back = leafDifferences(after, before).map((leaf) => ({
          path: leaf.path,
          before: leaf.after,
          after: leaf.before,
        }));
        expect(back).toEqual(there);
      }),
    );
  });
});

function canonical(value: Json): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? { object: Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) }
      : inner,
  );
}
