import { describe, expect, it } from 'vitest';
import { Interner, digest } from './interner.js';

describe('an interner', () => {
  it('makes a value once and gives the same one out again', () => {
    const interner = new Interner<{ name: string }>();
    let made = 0;
    const make = () => ({ name: `object ${(made += 1)}` });
    const first = interner.intern('a', make);
    expect(interner.intern('a', make)).toBe(first);
    expect(interner.intern('b', make)).not.toBe(first);
    expect(made).toBe(2);
  });

  it('has other keys for other texts, however alike', () => {
    expect(digest('{"a":1}')).toBe(digest('{"a":1}'));
    expect(digest('{"a":1}')).not.toBe(digest('{"a":2}'));
  });
});
