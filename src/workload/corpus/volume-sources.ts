import type { JsonObject } from './corpus-entry.js';

const SECRET = { name: 'none', namespace: 'rehearse-none' };
const DISK = { fsType: 'ext4', readOnly: true };

/**
 * Every source of a persistent volume beside CSI, by its field's name. Most have no driver any more, but the API still
 * stores them, and clusters that have lived long still hold them.
 */
export const VOLUME_SOURCES: Readonly<Record<string, JsonObject>> = {
  awsElasticBlockStore: { ...DISK, volumeID: 'vol-1', partition: 1 },
  azureDisk: { ...DISK, diskName: 'd', diskURI: 'https://example.com/d', cachingMode: 'ReadOnly', kind: 'Dedicated' },
  azureFile: { secretName: 's', secretNamespace: 'rehearse-none', shareName: 'share', readOnly: true },
  cephfs: {
    monitors: ['192.0.2.20'],
    path: '/p',
    user: 'u',
    secretFile: '/etc/ceph/s',
    secretRef: SECRET,
    readOnly: true,
  },
  cinder: { ...DISK, volumeID: 'v', secretRef: SECRET },
  fc: { ...DISK, targetWWNs: ['500a0982991b8dc5'], lun: 2 },
  flexVolume: { ...DISK, driver: 'example.com/flex', options: { a: 'b' }, secretRef: SECRET },
  flocker: { datasetName: 'd' },
  gcePersistentDisk: { ...DISK, pdName: 'pd', partition: 1 },
  glusterfs: { endpoints: 'e', endpointsNamespace: 'rehearse-none', path: 'p', readOnly: true },
  hostPath: { path: '/var/rehearse', type: 'DirectoryOrCreate' },
  iscsi: {
    ...DISK,
    targetPortal: '192.0.2.10:3260',
    portals: ['192.0.2.11:3260'],
    iqn: 'iqn.2001-04.com.example:storage.rehearse',
    lun: 1,
    iscsiInterface: 'default',
    initiatorName: 'iqn.2001-04.com.example:initiator',
    chapAuthDiscovery: true,
    chapAuthSession: true,
    secretRef: SECRET,
  },
  local: { path: '/var/rehearse', fsType: 'ext4' },
  nfs: { server: 'nfs.example.com', path: '/export', readOnly: true },
  photonPersistentDisk: { pdID: 'pd', fsType: 'ext4' },
  portworxVolume: { ...DISK, volumeID: 'v' },
  quobyte: { registry: '192.0.2.30:7861', volume: 'v', tenant: 't', user: 'u', group: 'g', readOnly: true },
  rbd: { ...DISK, monitors: ['192.0.2.40'], image: 'i', pool: 'p', user: 'u', keyring: '/k', secretRef: SECRET },
  scaleIO: {
    ...DISK,
    gateway: 'https://example.com/api',
    system: 's',
    secretRef: SECRET,
    volumeName: 'v',
    protectionDomain: 'd',
    storagePool: 'p',
    storageMode: 'ThinProvisioned',
    sslEnabled: true,
  },
  storageos: { ...DISK, volumeName: 'v', volumeNamespace: 'n', secretRef: { kind: 'Secret', ...SECRET } },
  vsphereVolume: { volumePath: '[ds] v', storagePolicyName: 'p', storagePolicyID: 'id', fsType: 'ext4' },
};
