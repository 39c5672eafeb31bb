import type { Novelty } from '../corpus-entry.js';
import { CONTAINER, CONTAINER_STATUS, podNovelty, sliceNovelty } from './shapes.js';

const since = '1.36';

/** Fields that 1.36 knows but whose gate is off by default: dropped or refused, unless the scenario sets the gate. */
export const GATED_IN_1_36: readonly Novelty[] = [
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
          ...CONTAINER,
          volumeMounts: [{ name: 'image', mountPath: '/image' }],
        },
      ],
      volumes: [{ name: 'image', image: { reference: 'registry.example.com/rehearse/data:1.0' } }],
    },
    {
      containerStatuses: [
        {
          ...CONTAINER_STATUS,
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
  podNovelty(
    {
      id: 'claimed-resources',
      since,
      gate: 'DRANodeAllocatableResources',
      field: 'status.nodeAllocatableResourceClaimStatuses[0].resourceClaimName',
    },
    {},
    {
      nodeAllocatableResourceClaimStatuses: [
        { resourceClaimName: 'rehearse-none', containers: ['app'], resources: { cpu: '1' } },
      ],
    },
  ),
];
