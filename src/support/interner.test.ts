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

  it('gives out what another one knows, and tells it nothing', () => {
    const base = new Interner<string>();
    base.intern('a', () => 'of the base');
    const interner = new Interner(base);
    expect(interner.intern('a', () => 'new')).toBe('of the base');
    expect(interner.intern('b', () => 'own')).toBe('own');
    expect(interner.intern('b', () => 'again')).toBe('own');
    expect(base.intern('b', () => 'of the base, later')).toBe('of the base, later');
  });

  it('makes everything anew once it has let go', () => {
    const interner = new Interner<string>();
    interner.intern('a', () => 'first');
    interner.clear();
    expect(interner.intern('a', () => 'second')).toBe('second');
  });

  it('has other keys for other texts, however alike', () => {
    expect(digest('{"a":1}')).toBe(digest('{"a":1}'));
    expect(digest('{"a":1}')).not.toBe(digest('{"a":2}'));
  });
});
