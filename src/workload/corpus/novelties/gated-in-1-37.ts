import { DOMAIN, nameOf } from '../corpus-entry.js';
import type { JsonObject, Novelty } from '../corpus-entry.js';
import { defineNovelty } from '../define-entry.js';
import { nodeStatus } from '../nodes.js';
import {
  CONTAINER,
  DRIVER,
  WHEN,
  claimNovelty,
  containerNovelty,
  podNovelty,
  sliceNovelty,
  statefulSetNovelty,
  volumeNovelty,
} from './shapes.js';
import type { NoveltyFacts } from './shapes.js';

const since = '1.37';
const HEALTH = { healthConditions: [{ status: 'Degraded', reason: 'Rehearsed', message: 'none' }] };

/** Fields that 1.37 knows but whose gate is off by default: dropped or refused, unless the scenario sets the gate. */
export const GATED_IN_1_37: readonly Novelty[] = [
  ...owners(),
  volumeNovelty(
    { id: 'empty-dir-mode', since, gate: 'EmptyDirVolumeMode', field: 'spec.volumes[0].emptyDir.mode' },
    { emptyDir: { mode: 0o750 } },
  ),
  containerNovelty(
    { id: 'grpc-mode', since, gate: 'GRPCContainerProbeTLS', field: 'spec.containers[0].livenessProbe.grpc.mode' },
    { livenessProbe: { grpc: { port: 80, mode: 'TLS' } } },
  ),
  containerNovelty(
    {
      id: 'http-protocol',
      since,
      gate: 'H2CContainerProbe',
      field: 'spec.containers[0].livenessProbe.httpGet.protocol',
    },
    { livenessProbe: { httpGet: { port: 80, path: '/', protocol: 'HTTP2' } } },
  ),
  containerNovelty(
    {
      id: 'bind-mount-options',
      since,
      gate: 'VolumeBindMountOptions',
      field: 'spec.containers[0].volumeMounts[0].bindMountOptions',
    },
    { volumeMounts: [{ name: 'scratch', mountPath: '/scratch', bindMountOptions: ['noexec'] }] },
    { volumes: [{ name: 'scratch', emptyDir: {} }] },
  ),
  podNovelty(
    { id: 'eviction-responders', since, gate: 'EvictionRequestAPI', field: 'spec.evictionResponders' },
    { evictionResponders: [{ name: `${DOMAIN}/responder`, priority: 1000 }] },
  ),
  podNovelty(
    { id: 'volume-health', since, gate: 'CSIVolumeHealth', field: 'status.volumeHealth' },
    { volumes: [{ name: 'volume', emptyDir: {} }] },
    { volumeHealth: [{ name: 'volume', ...HEALTH, lastTransitionTime: WHEN }] },
  ),
  defineNovelty({
    id: 'storage-health',
    since,
    gate: 'CSIVolumeHealth',
    groupVersion: 'storage.k8s.io/v1',
    resource: 'csinodes',
    kind: 'CSINode',
    namespaced: false,
    field: 'status.storageHealth',
    body: () => ({ spec: { drivers: [{ name: DRIVER, nodeID: 'none' }] } }),
    afterwards: () => [
      {
        subresource: 'status',
        patch: {
          status: {
            storageHealth: [
              {
                name: DRIVER,
                healthConditions: [
                  { status: 'Degraded', reason: 'Rehearsed', message: 'none', lastTransitionTime: WHEN },
                ],
              },
            ],
          },
        },
      },
    ],
  }),
  defineNovelty({
    id: 'preemption-policy',
    since,
    gate: 'InPlacePodVerticalScalingSchedulerPreemption',
    groupVersion: 'v1',
    resource: 'nodes',
    kind: 'Node',
    namespaced: false,
    field: 'spec.podPreemptionPolicy',
    body: () => ({
      spec: { unschedulable: true, podPreemptionPolicy: { disableResizePreemption: [`${DOMAIN}/nobody`] } },
      status: nodeStatus('rehearse-none'),
    }),
  }),
  defineNovelty({
    id: 'job-scheduling',
    since,
    gate: 'WorkloadWithJob',
    groupVersion: 'batch/v1',
    resource: 'jobs',
    kind: 'Job',
    namespaced: true,
    field: 'spec.scheduling',
    body: () => ({
      spec: {
        suspend: true,
        scheduling: { schedulingPolicy: { basic: {} } },
        template: { spec: { restartPolicy: 'Never', containers: [CONTAINER] } },
      },
    }),
  }),
  statefulSetNovelty(
    { id: 'recreate', since, gate: 'StatefulSetRecreateStrategy', field: 'spec.updateStrategy.type' },
    { updateStrategy: { type: 'Recreate' } },
  ),
  sliceNovelty(
    {
      id: 'allocatable',
      since,
      gate: 'DRANodeAllocatableResources',
      field: 'spec.devices[0].nodeAllocatableResources',
    },
    { nodeAllocatableResources: { cpu: { mapping: { deviceMultiplier: '1' }, overhead: { perPod: '10m' } } } },
  ),
  sliceNovelty(
    {
      id: 'compatibility-groups',
      since,
      gate: 'DRADeviceCompatibilityGroups',
      field: 'spec.devices[0].consumesCounters[0].compatibilityGroups',
    },
    { consumesCounters: [{ counterSet: 'set', counters: { a: { value: '1' } }, compatibilityGroups: ['one'] }] },
  ),
  sliceNovelty(
    { id: 'partition-type', since, gate: 'DRAPartitionableDevicesType', field: 'spec.partitionTypeAttribute' },
    { attributes: { [`${DRIVER}/profile`]: { string: 'full' } } },
    { partitionTypeAttribute: `${DRIVER}/profile` },
  ),
  sliceNovelty(
    { id: 'skip-node-operations', since, gate: 'DRAOptionalNodeOperations', field: 'spec.skipNodeOperations' },
    {},
    { skipNodeOperations: ['*'] },
  ),
  claimNovelty(
    {
      id: 'derived-attributes',
      since,
      gate: 'DRADerivedAttributes',
      field: 'spec.devices.requests[0].exactly.derivedAttributes',
    },
    { derivedAttributes: [{ name: `${DRIVER}/numa`, expression: '1' }] },
    { constraints: [{ matchAttribute: `${DRIVER}/numa` }] },
  ),
  defineNovelty({
    id: 'claim-health',
    since,
    gate: 'CSIVolumeHealth',
    groupVersion: 'v1',
    resource: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    namespaced: true,
    field: 'status.healthStatus',
    // names a volume that does not exist: a claim without one is offered to provisioners for ever
    body: (context) => ({
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: nameOf(context),
        volumeName: 'rehearse-none',
        resources: { requests: { storage: '1Gi' } },
      },
    }),
    afterwards: () => [
      { subresource: 'status', patch: { status: { healthStatus: { ...HEALTH, lastTransitionTime: WHEN } } } },
    ],
  }),
];

/** Every place that took an owner for the files of a volume. */
function owners(): readonly Novelty[] {
  const facts = (id: string, path: string): NoveltyFacts => ({
    id,
    since,
    gate: 'AtomicWriteVolumeUserFields',
    field: `spec.volumes[0].${path}`,
  });
  const fieldRef = { fieldPath: 'metadata.name' };
  const bundle = { signerName: `${DOMAIN}/nobody`, keyType: 'ED25519', credentialBundlePath: 'bundle.pem' };
  const sources = (source: JsonObject): JsonObject => ({ projected: { sources: [source] } });
  return [
    volumeNovelty(facts('configmap-owner', 'configMap.defaultUser'), {
      configMap: { name: 'none', optional: true, defaultUser: 1000 },
    }),
    volumeNovelty(facts('configmap-file-owner', 'configMap.items[0].user'), {
      configMap: { name: 'none', optional: true, items: [{ key: 'a', path: 'a', user: 1000 }] },
    }),
    volumeNovelty(facts('secret-owner', 'secret.defaultUser'), {
      secret: { secretName: 'none', optional: true, defaultUser: 1000 },
    }),
    volumeNovelty(facts('downward-owner', 'downwardAPI.defaultUser'), {
      downwardAPI: { items: [{ path: 'a', fieldRef }], defaultUser: 1000 },
    }),
    volumeNovelty(facts('downward-file-owner', 'downwardAPI.items[0].user'), {
      downwardAPI: { items: [{ path: 'a', fieldRef, user: 1000 }] },
    }),
    volumeNovelty(facts('projected-owner', 'projected.defaultUser'), {
      projected: { sources: [{ downwardAPI: { items: [{ path: 'a', fieldRef }] } }], defaultUser: 1000 },
    }),
    volumeNovelty(
      facts('token-owner', 'projected.sources[0].serviceAccountToken.user'),
      sources({ serviceAccountToken: { path: 'token', user: 1000 } }),
    ),
    volumeNovelty(
      facts('bundle-owner', 'projected.sources[0].clusterTrustBundle.user'),
      sources({ clusterTrustBundle: { name: 'none', path: 'ca.pem', optional: true, user: 1000 } }),
    ),
    volumeNovelty(
      facts('certificate-owner', 'projected.sources[0].podCertificate.user'),
      sources({ podCertificate: { ...bundle, user: 1000 } }),
    ),
  ];
}
