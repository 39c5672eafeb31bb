import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append, bump } from './edit.js';
import { nodeSelectorTerm } from './pod-template.js';

const RESOURCE = ['resource.k8s.io/v1'] as const;
const DRIVER = `dra.${DOMAIN}`;
const WHEN = '2026-01-01T00:00:00Z';

/** Devices of a driver that nobody runs, and claims for them that nobody allocates. */
export const DEVICES: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: RESOURCE,
    resource: 'deviceclasses',
    kind: 'DeviceClass',
    namespaced: false,
    body: () => ({
      spec: {
        selectors: [{ cel: { expression: `device.driver == '${DRIVER}'` } }],
        config: [{ opaque: { driver: DRIVER, parameters: { mode: 'slow' } } }],
      },
    }),
    edit: append((n) => ({ cel: { expression: `${n} > 0` } }), 'spec', 'selectors'),
  }),
  defineEntry({
    groupVersions: RESOURCE,
    resource: 'resourceslices',
    kind: 'ResourceSlice',
    namespaced: false,
    body: (context) => ({
      spec: {
        driver: DRIVER,
        pool: { name: nameOf(context), generation: 1, resourceSliceCount: 1 },
        nodeName: 'rehearse-none',
        devices: [device()],
      },
    }),
    edit: bump('spec', 'pool', 'generation'),
  }),
  ...(['selected', 'everywhere'] as const).map((variant) =>
    defineEntry({
      groupVersions: RESOURCE,
      resource: 'resourceslices',
      kind: 'ResourceSlice',
      namespaced: false,
      variant,
      body: (context) => ({
        spec: {
          driver: DRIVER,
          pool: { name: nameOf(context, variant), generation: 1, resourceSliceCount: 1 },
          ...(variant === 'everywhere' ? { allNodes: true } : { nodeSelector: nowhere() }),
          devices: [device()],
        },
      }),
      edit: bump('spec', 'pool', 'generation'),
    }),
  ),
  defineEntry({
    groupVersions: RESOURCE,
    resource: 'resourceclaims',
    kind: 'ResourceClaim',
    namespaced: true,
    body: (context) => ({ spec: claimSpec(context) }),
  }),
  // allocated, but without the scheduler's finalizer: nobody takes the allocation back
  defineEntry({
    groupVersions: RESOURCE,
    resource: 'resourceclaims',
    kind: 'ResourceClaim',
    namespaced: true,
    variant: 'allocated',
    body: (context) => ({
      spec: {
        devices: {
          requests: [
            { name: 'one', exactly: { deviceClassName: nameOf(context), allocationMode: 'All', adminAccess: true } },
          ],
        },
      },
    }),
    afterwards: (context) => [{ subresource: 'status', patch: { status: claimStatus(context) } }],
  }),
  defineEntry({
    groupVersions: RESOURCE,
    resource: 'resourceclaimtemplates',
    kind: 'ResourceClaimTemplate',
    namespaced: true,
    body: (context) => ({
      spec: { metadata: { labels: { from: 'template' }, annotations: { from: 'template' } }, spec: claimSpec(context) },
    }),
  }),
  // served by default from 1.37 on; before, where the scenario enables its beta
  defineEntry({
    groupVersions: ['resource.k8s.io/v1', 'resource.k8s.io/v1beta2'],
    resource: 'devicetaintrules',
    kind: 'DeviceTaintRule',
    namespaced: false,
    body: () => ({
      spec: {
        deviceSelector: { driver: `none.${DRIVER}`, pool: 'none', device: 'none' },
        taint: { key: `${DOMAIN}/taint`, value: 'yes', effect: 'NoSchedule', timeAdded: WHEN },
      },
    }),
  }),
];

function device(): JsonObject {
  return {
    name: 'one',
    attributes: {
      model: { string: 'a' },
      cores: { int: 4 },
      fast: { bool: true },
      firmware: { version: '1.2.3' },
    },
    capacity: { memory: { value: '8Gi' } },
  };
}

function claimSpec(context: CorpusContext): JsonObject {
  const deviceClassName = nameOf(context);
  const selectors = [{ cel: { expression: `device.attributes['${DRIVER}'].cores > 1` } }];
  return {
    devices: {
      requests: [
        { name: 'one', exactly: { deviceClassName, selectors, allocationMode: 'ExactCount', count: 1 } },
        {
          name: 'any',
          firstAvailable: [{ name: 'first', deviceClassName, selectors, allocationMode: 'ExactCount', count: 1 }],
        },
      ],
      constraints: [{ requests: ['one', 'any'], matchAttribute: `${DRIVER}/model` }],
      config: [{ requests: ['one'], opaque: { driver: DRIVER, parameters: { mode: 'fast' } } }],
    },
  };
}

function claimStatus(context: CorpusContext): JsonObject {
  const device = { driver: DRIVER, pool: nameOf(context), device: 'one' };
  return {
    allocation: {
      nodeSelector: nowhere(),
      devices: {
        results: [{ request: 'one', ...device, adminAccess: true }],
        config: [{ source: 'FromClaim', requests: ['one'], opaque: { driver: DRIVER, parameters: { mode: 'fast' } } }],
      },
    },
    devices: [
      {
        ...device,
        data: { firmware: '1.2.3' },
        networkData: { interfaceName: 'net1', hardwareAddress: '02:00:00:00:00:01', ips: ['192.0.2.160/32'] },
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            observedGeneration: 1,
            lastTransitionTime: WHEN,
            reason: 'Rehearsed',
            message: 'written by the corpus',
          },
        ],
      },
    ],
  };
}

function nowhere(): JsonObject {
  return { nodeSelectorTerms: [nodeSelectorTerm()] };
}
