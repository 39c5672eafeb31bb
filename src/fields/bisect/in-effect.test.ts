import { describe, expect, it } from 'vitest';
import { notInEffect, type Said } from './in-effect.js';
import type { Setting } from './setting.js';

const SETTING: Setting = {
  version: { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' },
  featureGates: { A: true, B: false, AllAlpha: true },
  runtimeConfig: { 'x/v1beta1': 'true', 'y/v1alpha1': 'false', 'api/all': 'true' },
};
const SAID: Said = {
  report: SETTING.version,
  gates: [
    { name: 'A', stage: 'ALPHA', enabled: true },
    { name: 'B', stage: 'BETA', enabled: false },
  ],
  served: ['v1', 'x/v1beta1'],
};

describe('what is in effect', () => {
  it('is what the server says to be so', () => {
    expect(notInEffect(SETTING, SAID)).toEqual([]);
  });

  it.each<[string, Partial<Said>, string[]]>([
    ['a gate with its other value', { gates: SAID.gates.map((gate) => ({ ...gate, enabled: true })) }, ['B=false']],
    ['a gate that is not named', { gates: SAID.gates.slice(1) }, ['A=true']],
    ['an API that is not served', { served: ['v1'] }, ['x/v1beta1=true']],
    ['an API that is served all the same', { served: [...SAID.served, 'y/v1alpha1'] }, ['y/v1alpha1=false']],
    ['another release', { report: { ...SAID.report, binary: '1.37.0' } }, ['release 1.37.2']],
    ['another emulated version', { report: { ...SAID.report, emulated: '1.37' } }, ['emulated version 1.36']],
    [
      'no min-compatibility version',
      { report: { ...SAID.report, minCompatibility: null } },
      ['min-compatibility version 1.35'],
    ],
  ])('is not %s', (_, said, expected) => {
    expect(notInEffect(SETTING, { ...SAID, ...said })).toEqual(expected);
  });
});
