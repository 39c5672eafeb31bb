import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import { parseCauseField, withValueAt } from './field-path.js';
import { together, type Putting } from './together.js';

const put =
  (path: string, value: Json): Putting =>
  (object) => {
    const at = parseCauseField(path);
    return { object: withValueAt(object, at, value), at };
  };

const item = (path: string, value: Json = path): { item: string; put: Putting } => ({
  item: path,
  put: put(path, value),
});

const membersOf = (...items: { item: string; put: Putting }[]): string[][] =>
  together<string>({}, items).map(({ members }) => members.map((member) => member.item));

describe('values that are asked about together', () => {
  it('stand in one object when they do not disturb one another', () => {
    const [group, ...more] = together<string>({ base: 1 }, [item('a.b'), item('a.c'), item('d[0].e')]);
    expect(group?.object).toEqual({ base: 1, a: { b: 'a.b', c: 'a.c' }, d: [{ e: 'd[0].e' }] });
    expect(more).toEqual([]);
  });

  it('go into another object when one would take the other out', () => {
    expect(membersOf(item('a.b'), item('a', { c: 1 }), item('d'))).toEqual([['a.b', 'd'], ['a']]);
  });

  it('go into another object when both stand at one place, even with the same value', () => {
    expect(membersOf(item('a', 1), item('a', 1))).toEqual([['a'], ['a']]);
  });

  it('are in no object when they cannot be put anywhere', () => {
    expect(membersOf({ item: 'x', put: () => undefined }, item('a'))).toEqual([['a']]);
    expect(membersOf({ item: 'x', put: () => undefined })).toEqual([]);
  });

  it('are never more than an object may hold, and each is in one', () => {
    const groups = membersOf(...Array.from({ length: 100 }, (_, index) => item(`field${index}`)));
    expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(32);
    expect(new Set(groups.flat()).size).toBe(100);
    expect(groups.flat()).toHaveLength(100);
  });
});
