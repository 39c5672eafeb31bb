import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, onTestFinished, vi } from 'vitest';
import { defaultCataloguePath, loadCatalogue } from '../../src/binaries/catalogue.js';
import { ensureBinaries } from '../../src/binaries/ensure.js';
import { toolRequest } from '../../src/binaries/request.js';
import { etcdVersionFor, resolveVersion } from '../../src/binaries/resolve-version.js';
import { baseUnavailableReason } from '../../src/containers/base-layer.js';
import { componentImage } from '../../src/containers/component-images.js';
import { docker } from '../../src/containers/docker.js';
import { ensureNodeImage } from '../../src/containers/node-image.js';
import { workloadImage } from '../../src/containers/workload-image.js';
import { minorOf, type Release } from '../../src/model/version.js';
import { waitFor } from '../../src/support/wait.js';
import { NO_KIND } from '../support/kind-machine.js';

const LIMIT_MS = 1_800_000;
const CONFIG = {
  kind: 'Cluster',
  apiVersion: 'kind.x-k8s.io/v1alpha4',
  networking: { disableDefaultCNI: true, kubeProxyMode: 'none' },
  nodes: [{ role: 'control-plane' }, { role: 'worker' }, { role: 'worker' }],
};

/** Two pods that must not share a node, each with a volume. */
function statefulSet(image: string): object {
  const labels = { app: 'counting' };
  const podAntiAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } },
    ],
  };
  const container = {
    name: 'workload',
    image,
    args: ['-counter', '/data/counter'],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'counting' },
    spec: {
      replicas: 2,
      serviceName: 'counting',
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { affinity: { podAntiAffinity }, containers: [container] } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
        },
      ],
    },
  };
}

it(
  'a node image makes kind clusters of several nodes on which our images run, with volumes and addresses that all nodes reach',
  async (context) => {
    context.skip(NO_KIND !== undefined, NO_KIND);
    onTestFinished(() => void vi.unstubAllEnvs());
    const catalogue = await loadCatalogue(defaultCataloguePath());
    const made = resolveVersion(catalogue, 'n-1');
    const published = (Object.keys(catalogue.nodeImages) as Release[]).find(
      (release) => minorOf(release) === minorOf(made),
    );
    // a machine that cannot make images has a registry, or nothing to run nodes with
    const release = (await baseUnavailableReason()) === undefined ? made : (published ?? made);
    const options = { etcdVersion: etcdVersionFor(catalogue, release) };
    const image = await ensureNodeImage(release, options);
    if (image.source === 'built') {
      // on a machine that can make none, the one in the cache is taken
      vi.stubEnv('PATH', (process.env['PATH'] ?? '').replaceAll(/[^:]*sbin(?=:|$)/g, ''));
      expect(await baseUnavailableReason()).toMatch(/debootstrap/);
      expect(await ensureNodeImage(release, options)).toEqual(image);
      vi.unstubAllEnvs();
    }
    const tool = await ensureBinaries(toolRequest(catalogue, 'kind'));
    const kubernetes = await ensureBinaries({
      product: 'kubernetes',
      version: release,
      programs: ['kubectl', 'kube-scheduler'],
    });
    const kind = tool.programs.kind?.path ?? '';
    const kubectl = kubernetes.programs.kubectl?.path ?? '';

    const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-node-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const name = `kube-rehearse-test-${process.pid}`;
    const kubeconfig = join(folder, 'kubeconfig');
    const config = join(folder, 'kind.yaml');
    await writeFile(config, JSON.stringify(CONFIG));
    onTestFinished(async () => {
      await execa(kind, ['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig]);
      expect(await docker(['ps', '--all', '--quiet', '--filter', `label=io.x-k8s.kind.cluster=${name}`])).toBe('');
    });
    const create = ['create', 'cluster', '--name', name, '--image', image.reference, '--config', config];
    await execa(kind, [...create, '--kubeconfig', kubeconfig, '--wait', '300s']);

    const run = async (...args: string[]): Promise<string> =>
      (await execa(kubectl, ['--kubeconfig', kubeconfig, ...args])).stdout;
    const versions = await run('get', 'nodes', '-o', 'jsonpath={.items[*].status.nodeInfo.kubeletVersion}');
    expect(versions.split(' ')).toEqual([`v${release}`, `v${release}`, `v${release}`]);
    await run('wait', '--for=condition=Ready', 'nodes', '--all', '--timeout=300s');

    // the image of a component goes into a running node under the name that kubeadm's pods ask for
    const scheduler = kubernetes.programs['kube-scheduler']?.path ?? '';
    const component = await componentImage('kube-scheduler', '1.99.0', { path: scheduler }, folder);
    const workload = await workloadImage(folder);
    for (const { archive } of [component, workload]) {
      await execa(kind, ['load', 'image-archive', archive, '--name', name]);
    }
    const ctr = ['exec', `${name}-control-plane`, 'ctr', '--namespace', 'k8s.io', 'images', 'list', '--quiet'];
    expect((await docker(ctr)).split('\n')).toContain('registry.k8s.io/kube-scheduler:v1.99.0');

    await execa(kubectl, ['--kubeconfig', kubeconfig, 'create', '-f', '-'], {
      input: JSON.stringify(statefulSet(workload.reference)),
    });
    await run('rollout', 'status', 'statefulset/counting', '--timeout=300s');
    const places = await run('get', 'pods', '-l', 'app=counting', '-o', 'jsonpath={.items[*].spec.nodeName}');
    expect(new Set(places.split(' ')).size).toBe(2);
    for (const pod of ['counting-0', 'counting-1']) {
      // through the API server, so from the control plane's node to the pod's
      const path = `/api/v1/namespaces/default/pods/${pod}:8080/proxy/`;
      await waitFor(
        async () => {
          const answer = JSON.parse(await run('get', '--raw', path)) as { host: string; counter: number };
          expect(answer.host).toBe(pod);
          return answer.counter > 0 ? { done: true, value: undefined } : { done: false, seen: JSON.stringify(answer) };
        },
        { what: `${pod} to count on its volume`, timeoutMs: 60_000 },
      );
    }
  },
  LIMIT_MS,
);
