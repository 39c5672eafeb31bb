import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Launch } from '../../model/plan.js';
import { BadInputError } from '../../support/errors.js';
import { configProblems, kindConfig, requireUsable, staticPodPatches, type KindDocument } from './kind-config.js';

const LAUNCH: Launch = {
  version: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
  components: {
    'kube-apiserver': { extraArgs: { 'feature-gates': 'A=true', v: '4' }, env: { GOGC: '50' } },
    'kube-controller-manager': { extraArgs: { 'feature-gates': 'A=true' }, env: {} },
    'kube-scheduler': { extraArgs: { 'feature-gates': 'A=true' }, env: {} },
  },
};
const RUN = {
  launch: LAUNCH,
  ports: { 'kube-apiserver': 12001, 'kube-controller-manager': 12002, 'kube-scheduler': 12003, etcd: 12004 },
  pki: '/work/pki',
  patches: '/work/patches',
  kubelet: { failCgroupV1: false },
  bareImage: true,
};
const cluster = (fields: object = {}): KindDocument => ({
  apiVersion: 'kind.x-k8s.io/v1alpha4',
  kind: 'Cluster',
  ...fields,
});

interface Made {
  networking: Record<string, unknown>;
  nodes: {
    role: string;
    extraMounts?: { hostPath: string; containerPath: string }[];
    extraPortMappings?: object[];
    kubeadmConfigPatches: string[];
  }[];
  kubeadmConfigPatches: string[];
}
const make = (config: KindDocument, run = RUN): Made => parse(kindConfig(config, run)) as Made;
const patchesOf = (made: Made): Record<string, unknown>[] =>
  made.kubeadmConfigPatches.map((text) => parse(text) as Record<string, unknown>);

describe('the configuration of a rehearsed cluster', () => {
  it('publishes the API server, both controllers and etcd on loopback and nowhere else', () => {
    const { networking, nodes } = make(cluster());
    expect(networking).toMatchObject({ apiServerAddress: '127.0.0.1', apiServerPort: 12001 });
    expect(nodes[0]?.extraPortMappings).toEqual(
      [
        [10257, 12002],
        [10259, 12003],
        [2379, 12004],
      ].map(([containerPort, hostPort]) => ({
        containerPort,
        hostPort,
        listenAddress: '127.0.0.1',
        protocol: 'TCP',
      })),
    );
  });

  it("puts the run's certificate authorities where kubeadm looks for them", () => {
    const mounts = new Map(
      make(cluster()).nodes[0]?.extraMounts?.map((mount) => [mount.containerPath, mount.hostPath]),
    );
    expect(mounts.get('/etc/kubernetes/pki/ca.key')).toBe('/work/pki/ca.key');
    expect(mounts.get('/etc/kubernetes/pki/etcd/ca.crt')).toBe('/work/pki/etcd-ca.crt');
    expect(mounts.get('/etc/kubernetes/pki/front-proxy-ca.crt')).toBe('/work/pki/front-proxy-ca.crt');
    // read-only: nothing in a node writes to the host
    expect(make(cluster()).nodes[0]?.extraMounts?.every((mount) => 'readOnly' in mount && mount.readOnly)).toBe(true);
  });

  it('touches the control plane only, and leaves what the file says', () => {
    const worker = { role: 'worker', labels: { zone: 'b' } };
    const server = {
      role: 'control-plane',
      extraMounts: [{ hostPath: '/data', containerPath: '/data' }],
      extraPortMappings: [{ containerPort: 30000 }],
    };
    const { nodes } = make(cluster({ nodes: [server, worker] }));
    expect(nodes[1]).toMatchObject(worker);
    expect(nodes[1]).not.toHaveProperty('extraMounts');
    expect(nodes[0]?.extraMounts?.[0]).toEqual({ hostPath: '/data', containerPath: '/data' });
    expect(nodes[0]?.extraPortMappings?.[0]).toEqual({ containerPort: 30000 });
  });

  it('names its nodes the same in every run', () => {
    const roles = ['control-plane', 'worker', 'worker'];
    const made = make(cluster({ nodes: roles.map((role) => ({ role, kubeadmConfigPatches: ['kind: X'] })) }));
    const patches = made.nodes.map((node) => node.kubeadmConfigPatches);
    expect(patches.map(([given]) => given)).toEqual(['kind: X', 'kind: X', 'kind: X']);
    expect(patches.map((texts) => texts.slice(1).map((text) => parse(text) as unknown))).toEqual(
      ['control-plane', 'worker', 'worker2'].map((name) =>
        ['InitConfiguration', 'JoinConfiguration'].map((kind) => ({ kind, nodeRegistration: { name } })),
      ),
    );
  });

  it('gives each component the flags of the plan, in the notation of both versions of kubeadm', () => {
    const patches = patchesOf(make(cluster({ kubeadmConfigPatches: ['kind: KubeletConfiguration'] })));
    expect(patches[0]).toEqual({ kind: 'KubeletConfiguration' });
    const [four, three] = ['v1beta4', 'v1beta3'].map((version) =>
      patches.find(({ apiVersion }) => apiVersion === `kubeadm.k8s.io/${version}`),
    );
    expect(three?.['apiServer']).toEqual({ extraArgs: { 'runtime-config': '', 'feature-gates': 'A=true', v: '4' } });
    expect(four?.['apiServer']).toEqual({
      extraArgs: [
        { name: 'runtime-config', value: '' },
        { name: 'feature-gates', value: 'A=true' },
        { name: 'v', value: '4' },
      ],
    });
    // what kind itself gives, and a patched list would lose
    expect(three?.['controllerManager']).toMatchObject({ extraArgs: { 'enable-hostpath-provisioner': 'true' } });
    expect(patches.at(-1)).toEqual({ kind: 'KubeletConfiguration', failCgroupV1: false });
  });

  it('installs network, proxy and name server where the node image brings them', () => {
    expect(make(cluster()).networking).toMatchObject({ disableDefaultCNI: true, kubeProxyMode: 'none' });
    const full = make(cluster(), { ...RUN, bareImage: false });
    expect(full.networking).not.toHaveProperty('disableDefaultCNI');
    expect(JSON.stringify(patchesOf(full))).not.toContain('skipPhases');
  });
});

describe('the patches of static pods', () => {
  it('set how long each may take to end, and the environment of the plan', () => {
    const patches = staticPodPatches(LAUNCH, 7);
    expect(Object.keys(patches)).toEqual([
      'kube-apiserver+strategic.json',
      'kube-controller-manager+strategic.json',
      'kube-scheduler+strategic.json',
    ]);
    expect(JSON.parse(patches['kube-apiserver+strategic.json'] ?? '')).toEqual({
      spec: {
        terminationGracePeriodSeconds: 7,
        containers: [{ name: 'kube-apiserver', env: [{ name: 'GOGC', value: '50' }] }],
      },
    });
  });
});

describe('a configuration that cannot be rehearsed on', () => {
  it.each([
    ['nodes: 2 control-plane nodes', cluster({ nodes: [{ role: 'control-plane' }, { role: 'control-plane' }] })],
    ['nodes: 0 control-plane nodes', cluster({ nodes: [{ role: 'worker' }] })],
    ['nodes[].image', cluster({ nodes: [{ role: 'control-plane', image: 'kindest/node:v1.36.0' }] })],
    ['name:', cluster({ name: 'mine' })],
    ['spec.featureGates', cluster({ featureGates: { A: true } })],
    ['spec.runtimeConfig', cluster({ runtimeConfig: { 'api/beta': 'true' } })],
    ['networking.apiServerAddress', cluster({ networking: { apiServerAddress: '0.0.0.0' } })],
    [
      'spec.components',
      cluster({ kubeadmConfigPatches: ['kind: ClusterConfiguration\napiServer: { extraArgs: { v: "4" } }\n'] }),
    ],
    [
      'InitConfiguration',
      cluster({
        nodes: [{ role: 'control-plane', kubeadmConfigPatches: ['kind: InitConfiguration\nskipPhases: [x]\n'] }],
      }),
    ],
    ['not kind.x-k8s.io/v1alpha4 Cluster', { apiVersion: 'v1', kind: 'Pod' }],
  ])('is refused with the reason: %s', (reason, config) => {
    expect(configProblems(config).join('\n')).toContain(reason);
    expect(() => requireUsable('kind.yaml', config)).toThrow(BadInputError);
  });

  it('is refused with every reason at once', () => {
    expect(configProblems(cluster({ name: 'mine', featureGates: {}, nodes: [{ role: 'worker' }] }))).toHaveLength(3);
  });

  it('is none of those that the project brings', async () => {
    const folder = new URL('../../../clusters/kind/', import.meta.url);
    const names = await readdir(folder);
    expect(names).toContain('single.yaml');
    for (const name of names) {
      const config = parse(await readFile(new URL(name, folder), 'utf8')) as KindDocument;
      expect(configProblems(config), name).toEqual([]);
    }
  });
});
