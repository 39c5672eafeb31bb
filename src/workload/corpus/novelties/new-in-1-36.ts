import { DOMAIN } from '../corpus-entry.js';
import type { Novelty } from '../corpus-entry.js';
import { defineNovelty } from '../define-entry.js';
import { editAt } from '../edit.js';
import { nodeStatus } from '../nodes.js';
import { DRIVER, claimNovelty, containerNovelty, podNovelty, resourceNovelty, sliceNovelty } from './shapes.js';

const since = '1.36';

/** Fields and values that 1.36 accepts by default and 1.35 does not, and those that it added behind a closed gate. */
export const NEW_IN_1_36: readonly Novelty[] = [
  sliceNovelty(
    { id: 'device-taints', since, gate: 'DRADeviceTaints', field: 'spec.devices[0].taints' },
    { taints: [{ key: `${DOMAIN}/taint`, value: 'yes', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z' }] },
  ),
  claimNovelty(
    { id: 'device-tolerations', since, gate: 'DRADeviceTaints', field: 'spec.devices.requests[0].exactly.tolerations' },
    { tolerations: [{ key: `${DOMAIN}/taint`, operator: 'Equal', value: 'yes', effect: 'NoSchedule' }] },
  ),
  sliceNovelty(
    { id: 'shared-capacity', since, gate: 'DRAConsumableCapacity', field: 'spec.devices[0].allowMultipleAllocations' },
    {
      allowMultipleAllocations: true,
      capacity: { memory: { value: '8Gi', requestPolicy: { default: '1Gi', validValues: ['1Gi', '2Gi'] } } },
    },
  ),
  claimNovelty(
    {
      id: 'capacity-request',
      since,
      gate: 'DRAConsumableCapacity',
      field: 'spec.devices.requests[0].exactly.capacity',
    },
    { capacity: { requests: { memory: '1Gi' } } },
    { constraints: [{ requests: ['one'], distinctAttribute: `${DRIVER}/numa` }] },
  ),
  sliceNovelty(
    { id: 'binding-conditions', since, gate: 'DRADeviceBindingConditions', field: 'spec.devices[0].bindingConditions' },
    { bindsToNode: true, bindingConditions: ['Ready'], bindingFailureConditions: ['Failed'] },
  ),
  sliceNovelty(
    { id: 'partitions', since, gate: 'DRAPartitionableDevices', field: 'spec.devices[0].consumesCounters' },
    { consumesCounters: [{ counterSet: 'set', counters: { a: { value: '1' } } }] },
  ),
  sliceNovelty(
    { id: 'device-nodes', since, gate: 'DRAPartitionableDevices', field: 'spec.perDeviceNodeSelection' },
    { nodeName: 'rehearse-none' },
    { nodeName: null, perDeviceNodeSelection: true },
  ),
  resourceNovelty(
    { id: 'extended-resource', since, gate: 'DRAExtendedResource', field: 'spec.extendedResourceName' },
    'deviceclasses',
    'DeviceClass',
    (context) => ({
      selectors: [{ cel: { expression: 'false' } }],
      extendedResourceName: `${DOMAIN}/${context.wave}`,
    }),
  ),
  containerNovelty(
    {
      id: 'restart-all',
      since,
      gate: 'RestartAllContainersOnContainerExits',
      field: 'spec.containers[0].restartPolicyRules[0].action',
    },
    {
      restartPolicy: 'Never',
      restartPolicyRules: [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [42] } }],
    },
  ),
  podNovelty(
    {
      id: 'device-health',
      since,
      gate: 'ResourceHealthStatusMessage',
      field: 'status.containerStatuses[0].allocatedResourcesStatus[0].resources[0].message',
    },
    {
      containers: [
        {
          name: 'app',
          image: 'registry.example.com/rehearse/app:1.0',
          resources: { limits: { 'example.com/device': '1' } },
        },
      ],
    },
    {
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 0,
          image: 'registry.example.com/rehearse/app:1.0',
          imageID: '',
          state: { waiting: { reason: 'Rehearsed' } },
          allocatedResourcesStatus: [
            { name: 'example.com/device', resources: [{ resourceID: 'one', health: 'Unhealthy', message: 'none' }] },
          ],
        },
      ],
    },
  ),
  podNovelty(
    {
      id: 'image-volume-status',
      since,
      gate: 'ImageVolumeWithDigest',
      field: 'status.containerStatuses[0].volumeMounts[0].volumeStatus',
    },
    {
      containers: [
        {
          name: 'app',
          image: 'registry.example.com/rehearse/app:1.0',
          volumeMounts: [{ name: 'image', mountPath: '/image' }],
        },
      ],
      volumes: [{ name: 'image', image: { reference: 'registry.example.com/rehearse/data:1.0' } }],
    },
    {
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 0,
          image: 'registry.example.com/rehearse/app:1.0',
          imageID: '',
          state: { waiting: { reason: 'Rehearsed' } },
          volumeMounts: [
            {
              name: 'image',
              mountPath: '/image',
              volumeStatus: { image: { imageRef: 'registry.example.com/data@sha256:0' } },
            },
          ],
        },
      ],
    },
  ),
  defineNovelty({
    id: 'declared-features',
    since,
    gate: 'NodeDeclaredFeatures',
    groupVersion: 'v1',
    resource: 'nodes',
    kind: 'Node',
    namespaced: false,
    field: 'status.declaredFeatures',
    body: () => ({
      spec: { unschedulable: true },
      status: editAt(nodeStatus('rehearse-none'), ['declaredFeatures'], () => ['GuaranteedQoSPodCPUResize']),
    }),
  }),
  podNovelty(
    { id: 'scheduling-group', since, gate: 'GenericWorkload', field: 'spec.schedulingGroup' },
    { schedulingGroup: { podGroupName: 'rehearse-none' } },
  ),
  sliceNovelty(
    { id: 'list-attributes', since, gate: 'DRAListTypeAttributes', field: 'spec.devices[0].attributes.sizes.ints' },
    { attributes: { sizes: { ints: [1, 2] } } },
  ),
  // a field of 1.36 that 1.37 renamed
  sliceNovelty(
    {
      id: 'allocatable-mappings',
      since,
      gate: 'DRANodeAllocatableResources',
      field: 'spec.devices[0].nodeAllocatableResourceMappings',
    },
    { nodeAllocatableResourceMappings: { cpu: { allocationMultiplier: '1' } } },
  ),
];
