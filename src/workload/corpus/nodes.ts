import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append } from './edit.js';

const WHEN = '2026-01-01T00:00:00Z';

/**
 * A node without a kubelet that already looks as the node lifecycle controller leaves such a node: all conditions
 * Unknown, and the taints that follow from them and from `unschedulable`. See `guard.ts` for the rest.
 */
export const NODES: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['v1'],
    resource: 'nodes',
    kind: 'Node',
    namespaced: false,
    metadata: (context) => ({
      labels: {
        'kubernetes.io/hostname': nameOf(context),
        // no operating system: kube-proxy's and other daemon sets look for it, and their pods would come here
        'kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/arch': 'amd64',
      },
      // what the TTL controller writes in a small cluster
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    }),
    body: (context) => ({
      spec: {
        unschedulable: true,
        podCIDR: `10.244.${context.index}.0/24`,
        podCIDRs: [`10.244.${context.index}.0/24`],
        providerID: `rehearse://${nameOf(context)}`,
        taints: [
          { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: WHEN },
          { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: WHEN },
          { key: `${DOMAIN}/none`, value: 'true', effect: 'PreferNoSchedule' },
        ],
      },
      status: nodeStatus(nameOf(context)),
    }),
    edit: append((n) => ({ key: `${DOMAIN}/extra-${n}`, effect: 'PreferNoSchedule' }), 'spec', 'taints'),
  }),
];

/** The status of a node whose kubelet was never heard of. */
export function nodeStatus(name: string): JsonObject {
  return {
    phase: 'Running',
    capacity: { cpu: '4', memory: '8Gi', pods: '110', 'example.com/device': '1' },
    allocatable: { cpu: '4', memory: '8Gi', pods: '110', 'example.com/device': '1' },
    conditions: ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
      type,
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
      lastHeartbeatTime: WHEN,
      lastTransitionTime: WHEN,
    })),
    addresses: [
      { type: 'InternalIP', address: '192.0.2.130' },
      { type: 'Hostname', address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: 'm',
      systemUUID: 's',
      bootID: 'b',
      kernelVersion: '6.1.0',
      osImage: 'Debian',
      containerRuntimeVersion: 'containerd://2.0.0',
      kubeletVersion: 'v1.34.0',
      kubeProxyVersion: 'v1.34.0',
      operatingSystem: 'linux',
      architecture: 'amd64',
      swap: { capacity: 1024 },
    },
    images: [{ names: ['registry.example.com/rehearse/app:1.0'], sizeBytes: 1000 }],
    volumesInUse: ['kubernetes.io/csi/none'],
    runtimeHandlers: [{ name: 'runc', features: { recursiveReadOnlyMounts: true, userNamespaces: true } }],
    features: { supplementalGroupsPolicy: true },
  };
}
