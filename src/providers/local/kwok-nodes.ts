import type { Endpoint } from '../../model/endpoint.js';
import { TlsClient } from '../../support/tls-client.js';
import { waitFor, type WaitOptions } from '../../support/wait.js';

const PATH = '/api/v1/nodes';
const REGISTRATIONS = '/api/v1/namespaces/default/events?fieldSelector=reason%3DRegisteredNode';
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

/** Registers the nodes, as kubelets of that release would. */
export async function registerNodes(api: Endpoint, kubelet: string): Promise<void> {
  const client = new TlsClient(api, { connections: 1 });
  const headers = { 'content-type': 'application/json' };
  try {
    for (const name of NODES) {
      const body = JSON.stringify(node(name, kubelet));
      const { status, body: answer } = await client.request({ method: 'POST', path: PATH, headers, body });
      if (status !== 201) throw new Error(`node ${name} was not accepted: ${status} ${answer.toString()}`);
    }
  } finally {
    await client.close();
  }
}

/**
 * Returns when all nodes are ready, nothing keeps pods away from them, and the node lifecycle controller has said on its next round
 * that it knows them: the last that is written because of a new node.
 */
export async function waitForNodes(api: Endpoint, options: Omit<WaitOptions, 'what'>): Promise<void> {
  const client = new TlsClient(api, { connections: 1 });
  try {
    await waitFor(
      async (signal) => {
        const states: string[] = [];
        const read = async (from: string): Promise<unknown> =>
          JSON.parse((await client.request({ path: from, signal, timeoutMs: 5_000 })).body.toString());
        const { items = [] } = (await read(REGISTRATIONS)) as EventList;
        const known = new Set(items.map(({ involvedObject }) => involvedObject?.name));
        for (const name of NODES) {
          const state = stateOf((await read(`${PATH}/${name}`)) as Node);
          states.push(
            state === 'ready' && !known.has(name) ? 'not registered by the node lifecycle controller' : state,
          );
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

/** What matters of a v1 EventList. */
interface EventList {
  readonly items?: readonly { readonly involvedObject?: { readonly name?: string } }[];
}

function stateOf({ metadata, spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return 'not ready';
  const taints = (spec?.taints ?? []).map(({ key }) => key);
  if (taints.length > 0) return `tainted ${taints.join(' ')}`;
  // the last thing that the controller manager writes on a new node itself
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
