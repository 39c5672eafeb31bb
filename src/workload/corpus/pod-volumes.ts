import { nameOf } from './corpus-entry.js';
import type { CorpusContext, JsonObject } from './corpus-entry.js';

/** A volume of every source that all of 1.34 to 1.37 take by default, named after what mounts it or after its source. */
export function volumes(context: CorpusContext): readonly JsonObject[] {
  const secretRef = { name: nameOf(context) };
  return [
    { name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
    { name: 'settings', configMap: { name: nameOf(context), optional: true, defaultMode: 0o440, items: [item('a')] } },
    { name: 'claim', persistentVolumeClaim: { claimName: nameOf(context), readOnly: true } },
    { name: 'block', persistentVolumeClaim: { claimName: nameOf(context, 'block') } },
    { name: 'projected', projected: projected(context) },
    { name: 'keys', secret: { secretName: nameOf(context), optional: true, defaultMode: 0o400, items: [item('a')] } },
    { name: 'downward', downwardAPI: { defaultMode: 0o444, items: downwardItems() } },
    { name: 'host', hostPath: { path: '/var/rehearse', type: 'DirectoryOrCreate' } },
    { name: 'nfs', nfs: { server: 'nfs.example.com', path: '/export', readOnly: true } },
    { name: 'inline-csi', csi: inlineCsi(secretRef) },
    { name: 'iscsi', iscsi: iscsi(secretRef) },
    { name: 'fc', fc: { targetWWNs: ['500a0982991b8dc5'], lun: 2, fsType: 'ext4', readOnly: true } },
    { name: 'fc-wwid', fc: { wwids: ['3600508b400105e210000900000490000'] } },
    {
      name: 'flex',
      flexVolume: { driver: 'example.com/flex', fsType: 'ext4', readOnly: true, options: { a: 'b' }, secretRef },
    },
    ...retiredVolumes(secretRef),
  ];
}

/**
 * Volumes for templates from which no pod is made. Of a pod with the first, a claim would come that nobody binds. With
 * the second, any pod, even one that was never scheduled, makes kube-controller-manager 1.36 and 1.37 panic when it
 * starts (csi-translation-lib, plugins/vsphere_volume.go, TranslateInTreeInlineVolumeToCSI reads the policy's name from
 * a volume that it has not filled).
 */
export function inertVolumes(): readonly JsonObject[] {
  const metadata = { labels: { from: 'template' }, annotations: { from: 'template' } };
  return [
    { name: 'ephemeral', ephemeral: { volumeClaimTemplate: { metadata, spec: claimSpec() } } },
    { name: 'vsphere-policy', vsphereVolume: { volumePath: '[ds] p', storagePolicyName: 'p' } },
  ];
}

/** A claim for storage that nobody provisions. */
export function claimSpec(): JsonObject {
  return {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'rehearse-none',
    volumeMode: 'Filesystem',
    volumeName: 'rehearse-none',
    volumeAttributesClassName: 'rehearse-none',
    selector: {
      matchLabels: { tier: 'fast' },
      matchExpressions: [{ key: 'tier', operator: 'In', values: ['fast'] }],
    },
    resources: { requests: { storage: '1Gi' }, limits: { storage: '2Gi' } },
    dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'rehearse-none' },
    dataSourceRef: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'rehearse-none' },
  };
}

function item(key: string): JsonObject {
  return { key, path: `files/${key}`, mode: 0o400 };
}

function downwardItems(): readonly JsonObject[] {
  return [
    { path: 'labels', mode: 0o444, fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.labels' } },
    {
      path: 'cpu',
      mode: 0o444,
      resourceFieldRef: { containerName: 'app-http', resource: 'requests.cpu', divisor: '1m' },
    },
  ];
}

function projected(context: CorpusContext): JsonObject {
  return {
    defaultMode: 0o440,
    sources: [
      { configMap: { name: nameOf(context), optional: true, items: [item('a')] } },
      { secret: { name: nameOf(context), optional: true, items: [item('b')] } },
      { downwardAPI: { items: downwardItems() } },
      { serviceAccountToken: { audience: 'rehearse', expirationSeconds: 3600, path: 'token' } },
    ],
  };
}

function inlineCsi(secretRef: JsonObject): JsonObject {
  return {
    driver: 'csi.rehearse.example.com',
    fsType: 'ext4',
    readOnly: true,
    nodePublishSecretRef: secretRef,
    volumeAttributes: { size: 'small' },
  };
}

function iscsi(secretRef: JsonObject): JsonObject {
  return {
    targetPortal: '192.0.2.10:3260',
    portals: ['192.0.2.11:3260'],
    iqn: 'iqn.2001-04.com.example:storage.rehearse',
    lun: 1,
    iscsiInterface: 'default',
    initiatorName: 'iqn.2001-04.com.example:initiator',
    chapAuthDiscovery: true,
    chapAuthSession: true,
    secretRef,
    fsType: 'ext4',
    readOnly: true,
  };
}

/** Sources that no node mounts any more but that the API still stores. */
function retiredVolumes(secretRef: JsonObject): readonly JsonObject[] {
  return [
    { name: 'aws', awsElasticBlockStore: { volumeID: 'vol-1', fsType: 'ext4', partition: 1, readOnly: true } },
    {
      name: 'azure-disk',
      azureDisk: {
        diskName: 'd',
        diskURI: 'https://example.com/d',
        cachingMode: 'ReadOnly',
        kind: 'Dedicated',
        fsType: 'ext4',
        readOnly: true,
      },
    },
    { name: 'azure-file', azureFile: { secretName: 's', shareName: 'share', readOnly: true } },
    {
      name: 'cephfs',
      cephfs: {
        monitors: ['192.0.2.20'],
        path: '/p',
        user: 'u',
        secretFile: '/etc/ceph/s',
        secretRef,
        readOnly: true,
      },
    },
    { name: 'cinder', cinder: { volumeID: 'v', fsType: 'ext4', secretRef, readOnly: true } },
    { name: 'flocker', flocker: { datasetName: 'd' } },
    { name: 'flocker-id', flocker: { datasetUUID: 'd' } },
    { name: 'git', gitRepo: { repository: 'https://example.com/r', revision: 'r', directory: 'd' } },
    { name: 'gce', gcePersistentDisk: { pdName: 'pd', fsType: 'ext4', partition: 1, readOnly: true } },
    { name: 'glusterfs', glusterfs: { endpoints: 'e', path: 'p', readOnly: true } },
    { name: 'photon', photonPersistentDisk: { pdID: 'pd', fsType: 'ext4' } },
    { name: 'portworx', portworxVolume: { volumeID: 'v', fsType: 'ext4', readOnly: true } },
    {
      name: 'quobyte',
      quobyte: { registry: '192.0.2.30:7861', volume: 'v', tenant: 't', user: 'u', group: 'g', readOnly: true },
    },
    {
      name: 'rbd',
      rbd: {
        monitors: ['192.0.2.40'],
        image: 'i',
        pool: 'p',
        user: 'u',
        keyring: '/k',
        secretRef,
        fsType: 'ext4',
        readOnly: true,
      },
    },
    {
      name: 'scaleio',
      scaleIO: {
        gateway: 'https://example.com/api',
        system: 's',
        secretRef,
        volumeName: 'v',
        protectionDomain: 'd',
        storagePool: 'p',
        storageMode: 'ThinProvisioned',
        sslEnabled: true,
        fsType: 'ext4',
        readOnly: true,
      },
    },
    {
      name: 'storageos',
      storageos: { volumeName: 'v', volumeNamespace: 'n', secretRef, fsType: 'ext4', readOnly: true },
    },
    { name: 'vsphere', vsphereVolume: { volumePath: '[ds] v', storagePolicyID: 'id', fsType: 'ext4' } },
  ];
}
