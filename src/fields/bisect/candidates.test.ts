import { describe, expect, it } from 'vitest';
import type { FeatureGate } from '../../model/observation.js';
import { sampleFinding } from '../testing/finding.js';
import { groupsFor, switchesOf } from './candidates.js';
import { formatSwitches } from './setting.js';

const gate = (name: string, enabled: boolean): FeatureGate => ({ name, enabled, stage: 'BETA' });

const SERVER = {
  gates: [gate('On', true), gate('Off', false), gate('Locked', true), gate('AllAlpha', false)],
  locked: ['Locked'],
  served: ['v1', 'apps/v1', 'storage.k8s.io/v1beta1'],
  available: ['v1', 'apps/v1', 'storage.k8s.io/v1beta1', 'new.k8s.io/v1alpha1'],
};

describe('what can be switched', () => {
  it('is every gate that is not locked, and every young version of the API, to the other value', () => {
    expect(switchesOf(SERVER, []).map((each) => formatSwitches([each]))).toEqual([
      '--feature-gates=On=false',
      '--feature-gates=Off=true',
      '--runtime-config=storage.k8s.io/v1beta1=false',
      '--runtime-config=new.k8s.io/v1alpha1=true',
    ]);
  });

  it('is a gate that switches many only where it was planted', () => {
    expect(switchesOf(SERVER, ['AllAlpha']).map(({ name }) => name)).toContain('AllAlpha');
  });
});

describe('groups', () => {
  const switches = switchesOf(SERVER, []);
  const named = (groups: ReturnType<typeof groupsFor>): string[][] =>
    groups.map(({ items }) => items.map(({ name }) => name));

  it('begin with what was planted, and what the field itself names', () => {
    const groups = groupsFor(sampleFinding({ gates: ['On'] }), switches, ['Off']);
    expect(named(groups).slice(0, 3)).toEqual([['Off'], ['On'], ['Off']]);
  });

  it('have everything in them, and gates that are switched on together with the APIs that they may need', () => {
    const groups = groupsFor(sampleFinding(), switches, []);
    expect(new Set(named(groups).flat())).toEqual(new Set(switches.map(({ name }) => name)));
    const on = groups.find(({ items }) => items.some(({ name }) => name === 'Off'));
    expect(on?.besides?.map(({ name }) => name)).toEqual(['new.k8s.io/v1alpha1']);
  });

  it('never take away the version that the finding is about', () => {
    const target = { groupVersion: 'storage.k8s.io/v1beta1', resource: 'x', namespace: '' };
    const question = { target, inOld: true, inEmulating: true };
    const groups = groupsFor(sampleFinding({}, { question }), switches, []);
    expect(named(groups).flat()).not.toContain('storage.k8s.io/v1beta1');
  });
});
