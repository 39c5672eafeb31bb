import { describe, expect, it } from 'vitest';
import { formatSwitches, keyOf, parseGates, switched, type Setting, type Switch } from './setting.js';

const BASE: Setting = {
  version: { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' },
  featureGates: { A: true },
  runtimeConfig: {},
};
const gate = (name: string, to: boolean): Switch => ({ of: 'feature-gates', name, to });
const api = (name: string, to: boolean): Switch => ({ of: 'runtime-config', name, to });

describe('a setting', () => {
  it('has the switches that were put, and everything else as it was', () => {
    expect(switched(BASE, [gate('B', false), gate('A', false), api('x/v1beta1', true)])).toEqual({
      version: BASE.version,
      featureGates: { A: false, B: false },
      runtimeConfig: { 'x/v1beta1': 'true' },
    });
    expect(switched(BASE, [])).toEqual(BASE);
  });

  it('is the same in whatever order it was made, and another one with another value', () => {
    const one = [gate('B', false), gate('C', true)];
    expect(keyOf(switched(BASE, one))).toBe(keyOf(switched(BASE, one.toReversed())));
    expect(keyOf(switched(BASE, one))).not.toBe(keyOf(switched(BASE, [gate('B', true), gate('C', true)])));
    expect(keyOf({ ...BASE, version: { ...BASE.version, minCompatibility: '1.36' } })).not.toBe(keyOf(BASE));
  });

  it('is printed as flags', () => {
    expect(formatSwitches([gate('B', false), api('x/v1', true), gate('A', true)])).toBe(
      '--feature-gates=A=true,B=false --runtime-config=x/v1=true',
    );
  });

  it('takes over gates as the flag has them', () => {
    expect(parseGates('A=true, B=F,kube:C=1')).toEqual({ A: true, B: false, C: true });
    expect(parseGates('')).toEqual({});
  });
});
