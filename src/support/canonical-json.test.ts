import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalLine } from './canonical-json.js';

/** The same value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

describe('canonical JSON', () => {
  it('is the same whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(canonicalLine(reversed(value))).toBe(canonicalLine(value));
      }),
    );
  });

  it('keeps the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(JSON.parse(canonicalJson(value))).toEqual(plain);
        expect(JSON.parse(canonicalLine(value))).toEqual(plain);
      }),
    );
  });

  it('keeps the order of lists', () => {
    expect(canonicalLine([3, 1, { b: [2, 1], a: 0 }])).toBe('[3,1,{"a":0,"b":[2,1]}]');
  });

  it('ends a document in a newline and a line in none', () => {
    expect(canonicalJson({ b: 1, a: [] })).toBe('{\n  "a": [],\n  "b": 1\n}\n');
    expect(canonicalLine({ b: 1, a: [] })).toBe('{"a":[],"b":1}');
  });
});
