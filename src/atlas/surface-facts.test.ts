import { expect, it } from 'vitest';
import { resourceFacts, storageFacts, type ShownResource } from './surface-facts.js';

const resource = (change: Partial<ShownResource>): ShownResource => ({
  groupVersion: 'v1',
  resource: 'limitranges',
  kind: 'LimitRange',
  namespaced: true,
  verbs: ['list', 'get'],
  storageVersionHash: 'EBKMFVe6cwo=',
  ...change,
});

it('describes a resource by its verbs, kind and scope', () => {
  expect(resourceFacts([resource({})])).toEqual({ 'v1 limitranges': 'get list (LimitRange, in namespaces)' });
});

it('reads the stored version from the hash that a real server showed', () => {
  expect(storageFacts([resource({})])).toEqual({ 'v1 limitranges': 'v1' });
});

it('finds a stored version that is not served', () => {
  // sha256 of resource.k8s.io/v1beta2/DeviceClass
  const shown = resource({
    groupVersion: 'resource.k8s.io/v1',
    resource: 'deviceclasses',
    kind: 'DeviceClass',
    storageVersionHash: 'weQRMT6DeYM=',
  });
  expect(storageFacts([shown])).toEqual({ 'resource.k8s.io/v1 deviceclasses': 'resource.k8s.io/v1beta2' });
});

it('shows a hash that it cannot explain, and leaves out what is not stored', () => {
  expect(storageFacts([resource({ storageVersionHash: 'AAAAAAAAAAA=' })])).toEqual({
    'v1 limitranges': 'hash AAAAAAAAAAA=',
  });
  expect(storageFacts([resource({ storageVersionHash: '' })])).toEqual({});
});
