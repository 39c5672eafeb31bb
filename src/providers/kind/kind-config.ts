import { stringify } from 'yaml';
import { KUBE_COMPONENTS, type KubeComponent } from '../../model/component.js';
import type { Launch } from '../../model/plan.js';
import { BadInputError } from '../../support/errors.js';
import { QUIET_CONTROLLERS } from '../quiet-controllers.js';

/** A document of kind's own configuration language (kind.x-k8s.io/v1alpha4), as far as it is read here. */
export interface KindDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly nodes?: readonly KindNode[];
  readonly networking?: Readonly<Record<string, unknown>>;
  readonly kubeadmConfigPatches?: readonly string[];
  readonly [field: string]: unknown;
}

interface KindNode {
  readonly role?: string;
  readonly [field: string]: unknown;
}

/** The ports on the host's loopback at which the control plane is reached. */
export type PublishedPorts = Readonly<Record<KubeComponent | 'etcd', number>>;

/** What a run adds to the configuration of its nodes. */
export interface RunSettings {
  readonly launch: Launch;
  readonly ports: PublishedPorts;
  /** Folders of the host. */
  readonly pki: string;
  readonly patches: string;
  /** Settings of the kubelet that the node image asks for. */
  readonly kubelet: Readonly<Record<string, unknown>>;
  /** The node image has no network plug-in, proxy and name server to install. */
  readonly bareImage: boolean;
}

/** Where the components listen inside the node: kubeadm's ports. */
const INSIDE: PublishedPorts = {
  'kube-apiserver': 6443,
  'kube-controller-manager': 10257,
  'kube-scheduler': 10259,
  etcd: 2379,
};

/** Where the run's own files are seen in the node. */
export const IN_NODE = '/kube-rehearse';

/** Why a configuration cannot be used for a rehearsal: every reason, each with what to do instead. */
export function configProblems(config: KindDocument): string[] {
  const problems: string[] = [];
  if (config.kind !== 'Cluster' || config.apiVersion !== 'kind.x-k8s.io/v1alpha4') {
    return [`it is ${config.apiVersion} ${config.kind}, not kind.x-k8s.io/v1alpha4 Cluster`];
  }
  const nodes = nodesOf(config);
  const servers = nodes.filter(({ role = 'control-plane' }) => role === 'control-plane').length;
  if (servers !== 1) {
    problems.push(`nodes: ${servers} control-plane nodes; a rehearsal replaces the components of exactly one`);
  }
  if (nodes.some(({ image }) => image !== undefined)) {
    problems.push("nodes[].image: the release of the nodes is the scenario's `from`; leave the image out");
  }
  for (const [field, instead] of Object.entries(ELSEWHERE)) {
    if (config[field] !== undefined) problems.push(`${field}: ${instead}`);
  }
  for (const field of ['apiServerAddress', 'apiServerPort']) {
    if (config.networking?.[field] !== undefined) {
      problems.push(`networking.${field}: the rehearsal publishes the API server on loopback; leave it out`);
    }
  }
  const patches = [config, ...nodes].flatMap(({ kubeadmConfigPatches }) => kubeadmConfigPatches ?? []) as string[];
  if (patches.some((patch) => /\bextraArgs\b|\bextraEnvs\b/.test(patch) && /ClusterConfiguration/.test(patch))) {
    problems.push(
      'kubeadmConfigPatches: flags of components belong into `spec.components`, so that the oracles have them too',
    );
  }
  if (patches.some((patch) => /InitConfiguration/.test(patch) && /^(patches|skipPhases):/m.test(patch))) {
    problems.push('kubeadmConfigPatches: `patches` and `skipPhases` of InitConfiguration are set by the rehearsal');
  }
  return problems;
}

const ELSEWHERE = {
  name: 'every run names its clusters itself; leave it out',
  featureGates: 'gates go into `spec.featureGates`, so that the oracles have them too',
  runtimeConfig: 'it goes into `spec.runtimeConfig`, so that the oracles have it too',
};

/** Throws BadInputError `kind-config-unusable` with everything that is wrong. `path` names the file. */
export function requireUsable(path: string, config: KindDocument): void {
  const problems = configProblems(config);
  if (problems.length === 0) return;
  throw new BadInputError({
    code: 'kind-config-unusable',
    message: `${path} cannot be rehearsed on: ${problems.join('; ')}`,
    remedy: 'change the file, or see docs/scenarios.md, "On kind"',
  });
}

/**
 * kind's configuration of one rehearsed cluster, as YAML: the given one, the run's certificate authorities, loopback ports
 * for everything that is observed, and the flags of the plan.
 */
export function kindConfig(config: KindDocument, run: RunSettings): string {
  const names = nodeNames(config);
  const nodes = nodesOf(config).map((node, index) =>
    named(isServer(node) ? server(node, run) : node, names[index] ?? ''),
  );
  return stringify(
    {
      ...config,
      networking: {
        ...config.networking,
        apiServerAddress: '127.0.0.1',
        apiServerPort: run.ports['kube-apiserver'],
        ...(run.bareImage && { disableDefaultCNI: true, kubeProxyMode: 'none' }),
      },
      nodes,
      kubeadmConfigPatches: [
        ...(config.kubeadmConfigPatches ?? []),
        ...kubeadmPatches(run).map((patch) => stringify(patch)),
      ],
    },
    { lineWidth: 0 },
  );
}

/**
 * The names that the nodes have in the cluster, in the file's order: `control-plane`, `worker`, `worker2`, ... kind's own begin
 * with the cluster's name, which is another one in every run, and no two runs could be compared.
 */
export function nodeNames(config: KindDocument): string[] {
  const counts = new Map<string, number>();
  return nodesOf(config).map(({ role = 'control-plane' }) => {
    const count = (counts.get(role) ?? 0) + 1;
    counts.set(role, count);
    return count === 1 ? role : `${role}${count}`;
  });
}

/** The patches of kubeadm's static pods, file name to content: what its configuration has no field for in every version. */
export function staticPodPatches(launch: Launch, graceSeconds: number): Record<string, string> {
  return Object.fromEntries(
    KUBE_COMPONENTS.map((component) => {
      const env = Object.entries(launch.components[component].env).map(([name, value]) => ({ name, value }));
      const served = component !== 'kube-apiserver';
      const spec = {
        terminationGracePeriodSeconds: graceSeconds,
        containers: [
          {
            name: component,
            env,
            ...(served && { volumeMounts: [{ name: 'kube-rehearse', mountPath: IN_NODE, readOnly: true }] }),
          },
        ],
        ...(served && { volumes: [{ name: 'kube-rehearse', hostPath: { path: IN_NODE, type: 'Directory' } }] }),
      };
      return [`${component}+strategic.json`, JSON.stringify({ spec })];
    }),
  );
}

function nodesOf({ nodes }: KindDocument): readonly KindNode[] {
  return nodes && nodes.length > 0 ? nodes : [{ role: 'control-plane' }];
}

function isServer({ role = 'control-plane' }: KindNode): boolean {
  return role === 'control-plane';
}

/** Whether a node makes the cluster or joins it, its name is the same. */
function named(node: KindNode, name: string): KindNode {
  const given = (node['kubeadmConfigPatches'] ?? []) as readonly string[];
  const patches = ['InitConfiguration', 'JoinConfiguration'].map((kind) =>
    stringify({ kind, nodeRegistration: { name } }),
  );
  return { ...node, kubeadmConfigPatches: [...given, ...patches] };
}

function server(node: KindNode, { ports, pki, patches }: RunSettings): KindNode {
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const file = (name: string, inNode: string): unknown => ({
    hostPath: `${pki}/${name}`,
    containerPath: inNode,
    readOnly: true,
  });
  // kubeadm takes a certificate authority that it finds, and issues everything else under it
  const authorities = ['crt', 'key'].flatMap((part) => [
    file(`ca.${part}`, `/etc/kubernetes/pki/ca.${part}`),
    file(`etcd-ca.${part}`, `/etc/kubernetes/pki/etcd/ca.${part}`),
    file(`front-proxy-ca.${part}`, `/etc/kubernetes/pki/front-proxy-ca.${part}`),
  ]);
  const serving = ['controller-manager', 'scheduler'].flatMap((name) =>
    ['crt', 'key'].map((part) => file(`${name}.${part}`, `${IN_NODE}/${name}.${part}`)),
  );
  const published = (['kube-controller-manager', 'kube-scheduler', 'etcd'] as const).map((name) => ({
    containerPort: INSIDE[name],
    hostPort: ports[name],
    listenAddress: '127.0.0.1',
    protocol: 'TCP',
  }));
  return {
    ...node,
    extraMounts: [
      ...list(node['extraMounts']),
      ...authorities,
      ...serving,
      { hostPath: patches, containerPath: `${IN_NODE}/patches`, readOnly: true },
    ],
    extraPortMappings: [...list(node['extraPortMappings']), ...published],
  };
}

/** kind writes kubeadm's v1beta4 for 1.36 and later, v1beta3 before; a patch for the other one is left aside. */
function kubeadmPatches(run: RunSettings): object[] {
  const args: Record<KubeComponent, Record<string, string>> = {
    // kind's own, which a patch of the list would drop
    'kube-apiserver': { 'runtime-config': '' },
    'kube-controller-manager': {
      'enable-hostpath-provisioner': 'true',
      controllers: QUIET_CONTROLLERS,
      ...serving('controller-manager'),
    },
    'kube-scheduler': serving('scheduler'),
  };
  const of = (component: KubeComponent): [string, string][] =>
    Object.entries({ ...args[component], ...run.launch.components[component].extraArgs });
  const configuration = (extraArgs: (pairs: [string, string][]) => unknown): object => ({
    apiServer: { extraArgs: extraArgs(of('kube-apiserver')) },
    controllerManager: { extraArgs: extraArgs(of('kube-controller-manager')) },
    scheduler: { extraArgs: extraArgs(of('kube-scheduler')) },
  });
  const kubeadm = (version: string): string => `kubeadm.k8s.io/${version}`;
  const list = (pairs: [string, string][]): unknown => pairs.map(([name, value]) => ({ name, value }));
  const init = {
    kind: 'InitConfiguration',
    patches: { directory: `${IN_NODE}/patches` },
    ...(run.bareImage && { skipPhases: ['preflight', 'addon/kube-proxy', 'addon/coredns'] }),
  };
  return [
    { kind: 'ClusterConfiguration', apiVersion: kubeadm('v1beta4'), ...configuration(list) },
    { kind: 'ClusterConfiguration', apiVersion: kubeadm('v1beta3'), ...configuration(Object.fromEntries) },
    init,
    ...(Object.keys(run.kubelet).length > 0 ? [{ kind: 'KubeletConfiguration', ...run.kubelet }] : []),
  ];
}

/** Serving certificates under the run's authority, and a port that can be published: kubeadm's defaults have neither. */
function serving(name: string): Record<string, string> {
  return {
    'bind-address': '0.0.0.0',
    'tls-cert-file': `${IN_NODE}/${name}.crt`,
    'tls-private-key-file': `${IN_NODE}/${name}.key`,
  };
}
