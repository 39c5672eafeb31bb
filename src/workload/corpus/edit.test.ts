import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from './corpus-entry.js';
import { append, bump, editAt, flip, swap } from './edit.js';

describe('editAt', () => {
  it('replaces only the value at the path and leaves the original alone', () => {
    const before: JsonObject = { a: { b: [{ c: 1 }, { c: 2 }] }, d: 'kept' };
    const after = editAt(before, ['a', 'b', 1, 'c'], () => 3);
    expect(after).toEqual({ a: { b: [{ c: 1 }, { c: 3 }] }, d: 'kept' });
    expect(before).toEqual({ a: { b: [{ c: 1 }, { c: 2 }] }, d: 'kept' });
  });

  it('makes the parents that are missing', () => {
    expect(editAt({}, ['a', 'b', 0, 'c'], (old) => old ?? 'new')).toEqual({ a: { b: [{ c: 'new' }] } });
  });

  it('changes nothing when the update gives back the old value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer(), { minKeys: 1 }), (object) => {
        const key = Object.keys(object)[0] ?? '';
        expect(editAt(object, [key], (old) => old ?? null)).toEqual(object);
      }),
    );
  });
});

describe('the edits', () => {
  it('raise numbers, also missing ones', () => {
    expect(bump('a')({ a: 1 })).toEqual({ a: 2 });
    expect(bump('a')({})).toEqual({ a: 1 });
  });

  it('turn booleans round, also missing ones', () => {
    expect(flip('a')({ a: true })).toEqual({ a: false });
    expect(flip('a')({})).toEqual({ a: true });
  });

  it('append an item that knows how long the list was', () => {
    expect(append((n) => n, 'a')({ a: ['x'] })).toEqual({ a: ['x', 1] });
    expect(append((n) => n, 'a')({})).toEqual({ a: [0] });
  });

  it('swap between two values for ever', () => {
    const edit = swap('on', 'off', 'a');
    expect(edit({ a: 'on' })).toEqual({ a: 'off' });
    expect(edit({ a: 'off' })).toEqual({ a: 'on' });
  });
});
