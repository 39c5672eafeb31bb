import type { Endpoint } from '../../model/endpoint.js';
import { TlsClient } from '../../support/tls-client.js';
import { waitFor, type WaitOptions } from '../../support/wait.js';

/** Enough for a pod on each and a choice for the scheduler. */
const NODES = ['rehearse-node-0', 'rehearse-node-1'] as const;
/** By this annotation kwok knows the nodes that are its own. */
const OURS = ['kwok.x-k8s.io/node', 'fake'] as const;
/** Renewed at a quarter of this; the node lifecycle controller waits 50 s before it doubts a node. */
const LEASE_SECONDS = 20;

/** kwok's command line: it listens nowhere, and heartbeats are leases only. */
export function kwokArguments(files: { readonly config: string; readonly kubeconfig: string }): string[] {
  return [
    `--config=${files.config}`,
    `--kubeconfig=${files.kubeconfig}`,
    `--manage-nodes-with-annotation-selector=${OURS.join('=')}`,
    `--node-lease-duration-seconds=${LEASE_SECONDS}`,
    '--node-ip=192.0.2.1',
    '--cidr=198.18.0.1/16',
  ];
}

/**
 * Registers the nodes, as kubelets of that release would, and returns when all of them are ready and nothing keeps pods away
 * from them.
 */
export async function registerNodes(api: Endpoint, kubelet: string, options: Omit<WaitOptions, 'what'>): Promise<void> {
  const client = new TlsClient(api, { connections: 1 });
  const path = '/api/v1/nodes';
  const headers = { 'content-type': 'application/json' };
  try {
    for (const name of NODES) {
      const body = JSON.stringify(node(name, kubelet));
      const { status, body: answer } = await client.request({ method: 'POST', path, headers, body });
      if (status !== 201) throw new Error(`node ${name} was not accepted: ${status} ${answer.toString()}`);
    }
    await waitFor(
      async (signal) => {
        const states: string[] = [];
        for (const name of NODES) {
          const { body } = await client.request({ path: `${path}/${name}`, signal, timeoutMs: 5_000 });
          states.push(stateOf(JSON.parse(body.toString()) as Node));
        }
        const done = states.every((state) => state === 'ready');
        return done ? { done: true, value: undefined } : { done: false, seen: states.join(', ') };
      },
      { ...options, what: 'the nodes to be ready' },
    );
  } finally {
    await client.close();
  }
}

/** What matters of a v1 Node. */
interface Node {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly taints?: readonly { readonly key: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

function stateOf({ metadata, spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return 'not ready';
  const taints = (spec?.taints ?? []).map(({ key }) => key);
  if (taints.length > 0) return `tainted ${taints.join(' ')}`;
  // the last thing that the controller manager writes on a new node
  return metadata?.annotations?.['node.alpha.kubernetes.io/ttl'] === undefined ? 'unknown to its controllers' : 'ready';
}

function node(name: string, kubelet: string): object {
  const resources = { cpu: '64', memory: '256Gi', pods: '1000', 'ephemeral-storage': '100Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { [OURS[0]]: OURS[1] },
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' },
    },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: '192.0.2.1' },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        kubeletVersion: `v${kubelet}`,
        kubeProxyVersion: '',
        containerRuntimeVersion: 'kwok://',
        kernelVersion: '',
        osImage: '',
        machineID: name,
        systemUUID: name,
        bootID: name,
      },
    },
  };
}
