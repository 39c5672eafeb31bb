import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMinors, minorOf, type Minor, type Release } from '../model/version.js';
import { parseCatalogue } from './catalogue.js';
import { clusterRequests } from './request.js';
import { etcdVersionFor, knownMinors, resolveVersion } from './resolve-version.js';

const minors = Array.from({ length: 12 }, (_, index): Minor => `1.${index + 3}`);
const catalogue = parseCatalogue(
  [
    'stable: 1.13',
    'kubernetes:',
    ...minors.map((minor, index) => `  ${minor}: { release: ${minor}.${index}, etcd: 3.6.${index} }`),
    'tools: { kind: 0.33.0, kwok: 0.8.0, containerd: 2.3.7 }',
    'nodeImages: {}',
  ].join('\n'),
  'v.yaml',
);
const anyMinor = fc.constantFrom(...minors);

describe('a version expression', () => {
  it('that is a minor means the release the catalogue has for it', () => {
    expect(resolveVersion(catalogue, '1.5')).toBe('1.5.2');
  });

  it('that is a release of a known minor means itself', () => {
    fc.assert(
      fc.property(anyMinor, fc.nat(50), fc.constantFrom('', '-rc.1', '-alpha.3'), (minor, patch, suffix) => {
        const release = `${minor}.${patch}${suffix}`;
        expect(resolveVersion(catalogue, release)).toBe(release);
      }),
    );
  });

  it('`stable` and `n-1` follow the stable minor, across the step from 9 to 10 as well', () => {
    expect(resolveVersion(catalogue, 'stable')).toBe('1.13.10');
    expect(resolveVersion(catalogue, 'n-1')).toBe('1.12.9');
    expect(resolveVersion(catalogue, 'n-1', { relativeTo: '1.10.1' })).toBe('1.9.6');
  });

  it('`n-1`, `n-2` and `n-3` are that many minors before the release they are relative to', () => {
    fc.assert(
      fc.property(fc.constantFrom(...minors.slice(3)), fc.constantFrom(1, 2, 3), (minor, distance) => {
        const relativeTo: Release = `${minor}.7`;
        expect(minorOf(resolveVersion(catalogue, `n-${distance}`, { relativeTo }))).toBe(addMinors(minor, -distance));
      }),
    );
  });

  it.each(['n-0', 'n-4', 'n-', 'n-12', 'N-1', 'n-1 '])('%j is none', (expression) => {
    expect(() => resolveVersion(catalogue, expression)).toThrow('is not a version');
  });

  it('that counts back to a minor which is not in the catalogue says which', () => {
    expect(() => resolveVersion(catalogue, 'n-3', { relativeTo: '1.4.1' })).toThrow(
      'n-3 (1.1, counted from 1.4) is not in the catalogue',
    );
  });

  it.each(['1.2', '1.99.1', 'v1.5', 'latest', '1.05', '', 'constructor', '__proto__', '2.0.0'])(
    'such as %j is refused, and what is known is named',
    (expression) => {
      expect(() => resolveVersion(catalogue, expression)).toThrow(
        expect.objectContaining({
          code: 'version-unknown',
          exitCode: 3,
          message: expect.stringContaining('known are 1.3, 1.4,') as string,
        }) as Error,
      );
    },
  );

  it('`n-1` of the oldest minor is refused', () => {
    expect(() => resolveVersion(catalogue, 'n-1', { relativeTo: '1.3.0' })).toThrow('n-1 (1.2, counted from 1.3)');
  });
});

describe('the catalogue', () => {
  it('pairs each minor with its etcd', () => {
    expect(etcdVersionFor(catalogue, '1.5')).toBe('3.6.2');
    expect(etcdVersionFor(catalogue, '1.5.9')).toBe('3.6.2');
  });

  it('lists minors as numbers, oldest first', () => {
    expect(knownMinors(catalogue)).toEqual(minors);
  });

  it('says what a cluster of a release is made of', () => {
    expect(clusterRequests(catalogue, '1.5.9')).toEqual([
      { product: 'kubernetes', version: '1.5.9' },
      { product: 'etcd', version: '3.6.2', pairedWith: '1.5.9' },
    ]);
  });
});
