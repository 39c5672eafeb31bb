import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { borderline, plausible } from './samples.js';

describe('plausible values', () => {
  it('are those that the API lists, where it lists any', () => {
    expect(plausible('mode', { type: 'string', enum: ['', 'Fast', 'Slow'] }, 'Spec')).toEqual(['Fast', 'Slow']);
  });

  it('go by the format, the type and the name', () => {
    expect(plausible('at', { type: 'string', format: 'date-time' }, 'Time')[0]).toBe('2026-01-01T00:00:00Z');
    expect(plausible('data', { type: 'string', format: 'byte' }, 'Secret')).toEqual(['cmVoZWFyc2U=']);
    expect(plausible('cpu', { type: 'string' }, 'io.k8s.apimachinery.pkg.api.resource.Quantity')[0]).toBe('1');
    expect(plausible('podCIDR', { type: 'string' }, 'NodeSpec')[0]).toBe('192.0.2.0/24');
    expect(plausible('image', { type: 'string' }, 'Container')[0]).toBe('registry.example.com/rehearse/app:1.0');
  });

  it('are of the type that the schema has, never none, and never twice the same', () => {
    const type = fc.constantFrom('string', 'boolean', 'integer', 'number', 'object');
    fc.assert(
      fc.property(fc.string(), type, (name, wanted) => {
        const values = plausible(name, { type: wanted }, 'T');
        expect(values.length).toBeGreaterThan(0);
        expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(values.length);
        const found = wanted === 'integer' ? 'number' : wanted;
        if (wanted !== 'object') for (const value of values) expect(typeof value).toBe(found);
      }),
    );
  });

  it('at the edge reach beyond what is plausible', () => {
    expect(borderline({ type: 'integer' }, 'T')).toContain(-1);
    expect(borderline({ type: 'string' }, 'T')).toContain('');
    expect(borderline({ type: 'object' }, 'T')).toEqual([]);
  });
});
