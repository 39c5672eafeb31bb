import { nameOf } from './corpus-entry.js';
import type { CorpusEntry } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append, editAt, flip } from './edit.js';
import { DRIVER, csiSource } from './persistent-volumes.js';

const STORAGE = ['storage.k8s.io/v1'] as const;
const WHEN = '2026-01-01T00:00:00Z';

/** Storage drivers, classes and attachments. */
export const STORAGE_OBJECTS: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: STORAGE,
    resource: 'csidrivers',
    kind: 'CSIDriver',
    namespaced: false,
    body: () => ({
      spec: {
        attachRequired: false,
        podInfoOnMount: true,
        fsGroupPolicy: 'File',
        storageCapacity: true,
        requiresRepublish: false,
        seLinuxMount: true,
        tokenRequests: [{ audience: 'rehearse', expirationSeconds: 3600 }],
        volumeLifecycleModes: ['Persistent', 'Ephemeral'],
      },
    }),
    edit: flip('spec', 'podInfoOnMount'),
  }),
  defineEntry({
    groupVersions: STORAGE,
    resource: 'csinodes',
    kind: 'CSINode',
    namespaced: false,
    body: (context) => ({
      spec: {
        drivers: [
          {
            name: DRIVER,
            nodeID: nameOf(context),
            topologyKeys: ['topology.kubernetes.io/zone'],
            allocatable: { count: 10 },
          },
        ],
      },
    }),
    edit: append((n) => ({ name: `extra-${n}.example.com`, nodeID: 'n' }), 'spec', 'drivers'),
  }),
  defineEntry({
    groupVersions: STORAGE,
    resource: 'csistoragecapacities',
    kind: 'CSIStorageCapacity',
    namespaced: true,
    body: (context) => ({
      storageClassName: nameOf(context),
      capacity: '10Gi',
      maximumVolumeSize: '1Gi',
      nodeTopology: { matchLabels: { zone: 'a' }, matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] },
    }),
    edit: (object) => editAt(object, ['capacity'], (old) => (old === '10Gi' ? '11Gi' : '10Gi')),
  }),
  defineEntry({
    groupVersions: STORAGE,
    resource: 'storageclasses',
    kind: 'StorageClass',
    namespaced: false,
    body: () => ({
      provisioner: DRIVER,
      parameters: { tier: 'fast' },
      reclaimPolicy: 'Retain',
      mountOptions: ['ro'],
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.kubernetes.io/zone', values: ['zone-a'] }] }],
    }),
    edit: flip('allowVolumeExpansion'),
  }),
  defineEntry({
    groupVersions: STORAGE,
    resource: 'volumeattributesclasses',
    kind: 'VolumeAttributesClass',
    namespaced: false,
    body: () => ({ driverName: DRIVER, parameters: { iops: '1000' } }),
  }),
  // names a volume and a node that do not exist: the attach-detach controller has nothing to detach
  defineEntry({
    groupVersions: STORAGE,
    resource: 'volumeattachments',
    kind: 'VolumeAttachment',
    namespaced: false,
    body: () => ({
      spec: { attacher: DRIVER, nodeName: 'rehearse-none', source: { persistentVolumeName: 'rehearse-none' } },
    }),
    afterwards: () => [
      {
        subresource: 'status',
        patch: {
          status: {
            attached: false,
            attachmentMetadata: { device: '/dev/none' },
            attachError: { time: WHEN, message: 'none' },
            detachError: { time: WHEN, message: 'none' },
          },
        },
      },
    ],
  }),
  defineEntry({
    groupVersions: STORAGE,
    resource: 'volumeattachments',
    kind: 'VolumeAttachment',
    namespaced: false,
    variant: 'inline',
    body: () => ({
      spec: {
        attacher: DRIVER,
        nodeName: 'rehearse-none',
        source: {
          inlineVolumeSpec: { accessModes: ['ReadWriteOnce'], mountOptions: ['ro'], csi: csiSource('inline') },
        },
      },
    }),
  }),
];
