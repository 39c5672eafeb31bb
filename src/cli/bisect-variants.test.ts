import { describe, expect, it } from 'vitest';
import { VARIED } from '../fields/bisect/result.js';
import { brokenRule } from '../plan/release-rules.js';
import { chosenReleases, releasesBeside, variantsOf } from './bisect-variants.js';

const SIDES = {
  old: {
    version: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
    featureGates: {},
    runtimeConfig: {},
  },
  emulating: {
    version: { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' },
    featureGates: { A: true },
    runtimeConfig: {},
  },
} as const;

describe('versions in place of those of the probe', () => {
  it('are all legal ones of the emulating server, each with the gates that it was given', () => {
    const variants = variantsOf(SIDES, VARIED, []);
    expect(variants.map(({ of, version }) => `${of} ${version}`)).toEqual([
      ...['minCompatibility 1.34', 'minCompatibility 1.36'],
      ...['emulated 1.34', 'emulated 1.35', 'emulated 1.37'],
    ]);
    for (const { side, setting } of variants) {
      expect(brokenRule(setting.version)).toBeUndefined();
      expect([side, setting.featureGates]).toEqual(['emulating', { A: true }]);
    }
  });

  it('are only those that were asked for', () => {
    expect(variantsOf(SIDES, ['min-compat'], []).every(({ of }) => of === 'minCompatibility')).toBe(true);
    expect(variantsOf(SIDES, ['switches'], [])).toEqual([]);
  });

  it('put a release in the place of the side whose minor it has', () => {
    const [old, emulating] = variantsOf(SIDES, ['releases'], ['1.36.0', '1.37.1']);
    expect(old).toMatchObject({ side: 'old', setting: { version: { ...SIDES.old.version, binary: '1.36.0' } } });
    expect(emulating).toMatchObject({
      side: 'emulating',
      setting: { version: { ...SIDES.emulating.version, binary: '1.37.1' }, featureGates: { A: true } },
    });
  });
});

describe('releases beside those of the probe', () => {
  const sides = ['1.36.3', '1.37.2'] as const;

  it('are of the same minors, oldest first, candidates before what they became', () => {
    const here = ['1.37.10', '1.35.4', '1.37.0', '1.37.2', '1.37.0-rc.1', '1.37.9', '1.36.3', '1.36.0'] as const;
    expect(releasesBeside(here, sides)).toEqual(['1.36.0', '1.37.0-rc.1', '1.37.0', '1.37.9', '1.37.10']);
  });

  it('are refused when somebody names one of another minor', () => {
    expect(chosenReleases(['1.37.0', '1.37.0', '1.37.2'], sides)).toEqual(['1.37.0']);
    expect(() => chosenReleases(['1.37.0', '1.35.4'], sides)).toThrow('1.35.4 is a release of neither 1.36 nor 1.37');
  });
});
