import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePreference, groupOf, versionOf } from './api-version.js';

describe('a group version', () => {
  it('is a group and a version, the core group having no name', () => {
    expect([groupOf('apps/v1'), versionOf('apps/v1')]).toEqual(['apps', 'v1']);
    expect([groupOf('v1'), versionOf('v1')]).toEqual(['', 'v1']);
    expect([groupOf('a.b.io/v1beta1'), versionOf('a.b.io/v1beta1')]).toEqual(['a.b.io', 'v1beta1']);
  });
});

describe('comparePreference', () => {
  it('orders versions as apimachinery documents it', () => {
    const preferred = ['v10', 'v2', 'v1', 'v11beta2', 'v10beta3', 'v3beta1', 'v12alpha1', 'v11alpha2', 'foo1', 'foo10'];
    fc.assert(
      fc.property(fc.shuffledSubarray(preferred, { minLength: preferred.length }), (shuffled) => {
        expect([...shuffled].sort(comparePreference)).toEqual(preferred);
        const inGroup = shuffled.map((version) => `apps/${version}`).sort(comparePreference);
        expect(inGroup).toEqual(preferred.map((version) => `apps/${version}`));
      }),
    );
  });

  it('is an order', () => {
    const version = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.nat(30), fc.constantFrom('', 'alpha', 'beta'), fc.nat(30))
        .map(([major, stage, minor]) => `g/v${major}${stage}${stage && minor}`),
    );
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(comparePreference(a, b))).toBe(-Math.sign(comparePreference(b, a)) + 0);
        expect(comparePreference(a, b) === 0).toBe(a === b);
        if (comparePreference(a, b) < 0 && comparePreference(b, c) < 0) expect(comparePreference(a, c)).toBeLessThan(0);
      }),
    );
  });
});
