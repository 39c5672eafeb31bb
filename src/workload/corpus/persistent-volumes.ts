import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append } from './edit.js';
import { nodeSelectorTerm } from './pod-template.js';
import { VOLUME_SOURCES } from './volume-sources.js';

/** The CSI driver that every volume of the corpus names; nobody runs it. */
export const DRIVER = `csi.${DOMAIN}`;

/** A volume and a claim bound to each other from the start, and an unclaimed volume of every other source. */
export const VOLUMES: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['v1'],
    resource: 'persistentvolumes',
    kind: 'PersistentVolume',
    namespaced: false,
    body: (context) => ({
      spec: {
        ...volumeSpec(nameOf(context)),
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace: context.namespace,
          name: nameOf(context),
        },
        volumeAttributesClassName: nameOf(context),
        csi: csiSource(nameOf(context)),
      },
    }),
    settled: isBound,
    edit: append((n) => `option-${n}`, 'spec', 'mountOptions'),
  }),
  defineEntry({
    groupVersions: ['v1'],
    resource: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    namespaced: true,
    settled: isBound,
    body: (context) => ({
      spec: {
        accessModes: ['ReadWriteOnce'],
        volumeMode: 'Filesystem',
        volumeName: nameOf(context),
        storageClassName: nameOf(context),
        volumeAttributesClassName: nameOf(context),
        selector: {
          matchLabels: { [`${DOMAIN}/wave`]: context.wave },
          matchExpressions: [{ key: `${DOMAIN}/wave`, operator: 'Exists' }],
        },
        resources: { requests: { storage: '1Gi' }, limits: { storage: '2Gi' } },
        dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'none' },
        dataSourceRef: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'none' },
      },
    }),
  }),
  ...Object.entries(VOLUME_SOURCES).map(([field, source]) =>
    defineEntry({
      groupVersions: ['v1'],
      resource: 'persistentvolumes',
      kind: 'PersistentVolume',
      namespaced: false,
      variant: field.toLowerCase(),
      body: () => ({ spec: { ...volumeSpec('rehearse-none'), [field]: source } }),
      edit: append((n) => `option-${n}`, 'spec', 'mountOptions'),
    }),
  ),
];

/** A volume and its claim find each other at once, or at the binder's next look at everything, 15 s later. */
function isBound(object: JsonObject): boolean {
  return (object['status'] as { phase?: string } | undefined)?.phase === 'Bound';
}

/** What every persistent volume says beside its source. */
function volumeSpec(storageClassName: string): JsonObject {
  return {
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: '2Gi' },
    volumeMode: 'Filesystem',
    storageClassName,
    persistentVolumeReclaimPolicy: 'Retain',
    mountOptions: ['ro'],
    nodeAffinity: { required: { nodeSelectorTerms: [nodeSelectorTerm()] } },
  };
}

/** A CSI source with all of its secrets. */
export function csiSource(volumeHandle: string): JsonObject {
  const secret = { name: 'none', namespace: 'rehearse-none' };
  return {
    driver: DRIVER,
    volumeHandle,
    fsType: 'ext4',
    readOnly: true,
    volumeAttributes: { tier: 'fast' },
    controllerPublishSecretRef: secret,
    controllerExpandSecretRef: secret,
    nodePublishSecretRef: secret,
    nodeStageSecretRef: secret,
    nodeExpandSecretRef: secret,
  };
}
