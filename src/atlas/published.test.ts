import { expect, it } from 'vitest';
import { readDiscoveryFiles, readFeatureList, readKeps } from './published.js';

it('reads the defaults of a gate from minor to minor', () => {
  const text = `
- name: A
  versionedSpecs:
  - default: false
    lockToDefault: false
    preRelease: Alpha
    version: "1.30"
  - default: true
    lockToDefault: true
    preRelease: GA
    version: "1.36"
    minCompatibilityVersion: "1.36"
`;
  expect(readFeatureList(text)).toEqual({
    A: [
      { version: '1.30', minCompatibility: null, enabled: false, stage: 'ALPHA' },
      { version: '1.36', minCompatibility: '1.36', enabled: true, stage: '' },
    ],
  });
});

it('refuses a list of another form', () => {
  expect(() => readFeatureList('- name: A\n')).toThrow();
  const condition = '{default: true, lockToDefault: true, preRelease: GA, version: "1.36", unlessItRains: true}';
  expect(() => readFeatureList(`- name: A\n  versionedSpecs: [${condition}]\n`)).toThrow('unlessItRains');
});

it('reads documents that list resources, and passes over the others', () => {
  const list = {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [{ name: 'bindings', kind: 'Binding', namespaced: true, verbs: ['create'] }],
  };
  expect(readDiscoveryFiles([JSON.stringify(list), '{"kind":"APIGroupList","groups":[]}'])).toEqual({
    resources: { 'v1 bindings': 'create (Binding, in namespaces)' },
    storage: {},
  });
});

it('reads the proposal of each gate, and gives none to a gate whose comment names none', () => {
  const go = `
const (
	// owner: @a
	// kep: https://kep.k8s.io/4330
	//
	// Words.
	A featuregate.Feature = "A"

	// owner: @b
	B featuregate.Feature = "B"

	// kep: http://kep.k8s.io/12
	C featuregate.Feature = "C"
	D featuregate.Feature = "D"
)`;
  expect(readKeps(go)).toEqual({ A: '4330', C: '12' });
});
