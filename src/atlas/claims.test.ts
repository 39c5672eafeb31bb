import { expect, it } from 'vitest';
import type { AtlasCell } from '../model/atlas.js';
import { claimsOf } from './claims.js';
import type { CellObservation } from './observation.js';
import type { GateSpec } from './published.js';
import { PUBLISHED, sampleSections } from './testing/sample-atlas.js';

const cell: AtlasCell = {
  id: 'cell',
  version: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
  mode: 'strict',
};
const seen = (sections: CellObservation['sections']): CellObservation => ({
  schemaVersion: 1,
  cell,
  programs: {},
  sections,
  problems: [],
});

it('compares each gate with what the list says of it at the emulated version', () => {
  const older = {
    ...seen({ gates: { Opened: 'on, GA' } }),
    cell: { ...cell, version: { ...cell.version, emulated: '1.35' as const } },
  };
  expect(claimsOf(seen({ gates: { Opened: 'on, GA' } }), PUBLISHED, PUBLISHED)).toMatchObject({
    compared: 1,
    deviations: [],
  });
  expect(claimsOf(older, PUBLISHED, PUBLISHED).deviations).toEqual([
    { section: 'gates', name: 'Opened', claimed: 'off, ALPHA', observed: 'on, GA' },
  ]);
});

it('finds a gate that one component has otherwise', () => {
  const gates = { Opened: 'on, GA in kube-apiserver; off, ALPHA in kube-scheduler' };
  expect(claimsOf(seen({ gates }), PUBLISHED, PUBLISHED).deviations).toHaveLength(1);
});

it('finds a gate that is published and in no component, and one that is not published', () => {
  const { deviations } = claimsOf(seen({ gates: { Hidden: 'on, BETA' } }), PUBLISHED, PUBLISHED);
  expect(deviations).toEqual([
    { section: 'gates', name: 'Hidden', claimed: null, observed: 'on, BETA' },
    { section: 'gates', name: 'Opened', claimed: 'on, GA', observed: null },
  ]);
});

it('claims nothing of a gate before the minor that brought it', () => {
  const before = { ...seen({ gates: {} }), cell: { ...cell, version: { ...cell.version, emulated: '1.34' as const } } };
  expect(claimsOf(before, PUBLISHED, PUBLISHED)).toMatchObject({ compared: 0, deviations: [] });
});

it('finds verbs and storage versions that are not as published, and lists what is off', () => {
  const sections = {
    resources: { 'v1 pods': 'get (Pod, in namespaces)' },
    'storage versions': { 'v1 pods': 'v1beta1' },
  };
  const { deviations, off } = claimsOf(seen(sections), PUBLISHED, PUBLISHED);
  expect(deviations.map(({ section }) => section)).toEqual(['resources', 'storage versions']);
  expect(off).toEqual(['v1alpha1 dreams']);
});

it('says which lists could not be had, and compares nothing with them', () => {
  const absent = { unavailable: 'no sources' };
  expect(claimsOf(seen(sampleSections('1.36')), absent, absent)).toEqual({
    sources: [],
    missing: ['no sources'],
    compared: 0,
    deviations: [],
    off: [],
  });
});

it('heeds a default that holds only from a min-compatibility version on', () => {
  const at = (version: '1.36', minCompatibility: '1.36' | null, enabled: boolean): GateSpec => ({
    version,
    minCompatibility,
    enabled,
    stage: 'BETA',
  });
  const lists = { ...PUBLISHED, gates: { Opened: [at('1.36', null, false), at('1.36', '1.36', true)] } };
  const { deviations } = claimsOf(seen({ gates: { Opened: 'off, BETA' } }), lists, lists);
  expect(deviations).toEqual([]);
  const compatible = { ...cell, version: { ...cell.version, minCompatibility: '1.36' as const } };
  const found = claimsOf({ ...seen({ gates: { Opened: 'off, BETA' } }), cell: compatible }, lists, lists).deviations;
  expect(found).toMatchObject([{ claimed: 'on, BETA', observed: 'off, BETA' }]);
});
