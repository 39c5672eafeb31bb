import { DOMAIN, nameOf } from '../corpus-entry.js';
import type { Novelty } from '../corpus-entry.js';
import { defineNovelty } from '../define-entry.js';
import { editAt } from '../edit.js';
import { nodeStatus } from '../nodes.js';
import {
  CONTAINER,
  CONTAINER_STATUS,
  DRIVER,
  claimNovelty,
  containerNovelty,
  podNovelty,
  resourceNovelty,
  sliceNovelty,
} from './shapes.js';

const since = '1.36';

/** Fields and values that 1.36 accepts by default and 1.35 does not. */
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
      known: '1.35',
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
          ...CONTAINER,
          resources: { limits: { 'example.com/device': '1' } },
        },
      ],
    },
    {
      containerStatuses: [
        {
          ...CONTAINER_STATUS,
          allocatedResourcesStatus: [
            { name: 'example.com/device', resources: [{ resourceID: 'one', health: 'Unhealthy', message: 'none' }] },
          ],
        },
      ],
    },
  ),
  defineNovelty({
    id: 'declared-features',
    known: '1.35',
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
    {
      id: 'pod-level-allocated',
      known: '1.35',
      since,
      gate: 'InPlacePodLevelResourcesVerticalScaling',
      field: 'status.allocatedResources.cpu',
    },
    { resources: { requests: { cpu: '100m' }, limits: { cpu: '200m' } } },
    {
      allocatedResources: { cpu: '100m' },
      resources: { requests: { cpu: '100m' }, limits: { cpu: '200m' } },
    },
  ),
  // a service name was a DNS label of RFC 1035, which begins with a letter
  defineNovelty({
    id: 'digit-name',
    since,
    gate: 'RelaxedServiceNameValidation',
    groupVersion: 'v1',
    resource: 'services',
    kind: 'Service',
    namespaced: true,
    field: 'metadata.name',
    name: (context) => `1-${nameOf(context, 'digit-name')}`,
    body: () => ({ spec: { type: 'ExternalName', externalName: 'rehearse.example.com' } }),
  }),
];
