import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { defaultCataloguePath, loadCatalogue } from '../../src/binaries/catalogue.js';
import { ensureBinaries } from '../../src/binaries/ensure.js';
import { programLookup } from '../../src/binaries/program-lookup.js';
import { etcdVersionFor, resolveVersion } from '../../src/binaries/resolve-version.js';
import { KubeClient } from '../../src/kube/kube-client.js';
import { KUBE_COMPONENTS, type KubeComponent } from '../../src/model/component.js';
import type { Endpoint } from '../../src/model/endpoint.js';
import type { Launch } from '../../src/model/plan.js';
import { addMinors, minorOf, type Release } from '../../src/model/version.js';
import type { Cluster, ProgramLookup, ProvisionRequest } from '../../src/providers/cluster.js';
import { createAuthority } from '../../src/providers/credentials.js';
import { LocalProvider } from '../../src/providers/local/local-provider.js';
import { isAlive, type ProcessIdentity } from '../../src/support/proc.js';
import type { RunRecord } from '../../src/support/run-records.js';
import { TlsClient } from '../../src/support/tls-client.js';
import { waitFor } from '../../src/support/wait.js';

const CONFIGMAP = '/api/v1/namespaces/default/configmaps';

let state = '';
let from: Release;
let etcdVersion = '';
let programs: ProgramLookup;
let cluster: Cluster;
let provider: LocalProvider;
const warnings: string[] = [];

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'kube-rehearse-provider-'));
  process.env['KUBE_REHEARSE_STATE'] = state;
  const catalogue = await loadCatalogue(defaultCataloguePath());
  from = resolveVersion(catalogue, 'n-1');
  etcdVersion = etcdVersionFor(catalogue, from);
  programs = programLookup([
    await ensureBinaries({ product: 'kubernetes', version: from }),
    await ensureBinaries({ product: 'etcd', version: etcdVersion, pairedWith: from }),
  ]);
  provider = new LocalProvider(catalogue.tools.kwok);
  cluster = await provider.provision(request('shared'));
  for (const component of KUBE_COMPONENTS) await cluster.waitUntilReady(component);
}, 900_000);

afterAll(async () => {
  await cluster?.stop();
  delete process.env['KUBE_REHEARSE_STATE'];
  await rm(state, { recursive: true, force: true });
});

/** The launch of a real N-1, with flags for one component. */
function launch(component?: KubeComponent, extraArgs: Readonly<Record<string, string>> = {}): Launch {
  const settings = (each: KubeComponent): Launch['components'][KubeComponent] => {
    return { extraArgs: each === component ? extraArgs : {}, env: {} };
  };
  const minor = minorOf(from);
  return {
    version: { binary: from, emulated: minor, minCompatibility: addMinors(minor, -1) },
    components: {
      'kube-apiserver': settings('kube-apiserver'),
      'kube-controller-manager': settings('kube-controller-manager'),
      'kube-scheduler': settings('kube-scheduler'),
    },
  };
}

function request(id: string, more: Partial<ProvisionRequest> = {}): ProvisionRequest {
  return {
    id,
    workDirectory: join(state, 'work', id),
    logDirectory: join(state, 'logs', id),
    launch: launch(),
    etcdVersion,
    components: KUBE_COMPONENTS,
    terminationGraceSeconds: 1,
    programs,
    onWarning: (message) => warnings.push(message),
    ...more,
  };
}

/** What a cluster has written down about its processes. */
async function processesOf(id: string): Promise<readonly ProcessIdentity[]> {
  const record = JSON.parse(await readFile(join(state, 'runs', `${id}.json`), 'utf8')) as RunRecord;
  return record.processes.filter(isAlive);
}

/** The status that a client with these credentials gets, or the error. */
async function knock(endpoint: Endpoint, path: string): Promise<number | string> {
  const client = new TlsClient(endpoint);
  try {
    return (await client.request({ path })).status;
  } catch (error) {
    return `refused: ${String(error)}`;
  } finally {
    await client.close();
  }
}

async function withApi<T>(of: Cluster, use: (client: KubeClient) => Promise<T>): Promise<T> {
  const client = new KubeClient(of.api);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

async function create(name: string): Promise<unknown> {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { key: 'kept' } });
  const answer = await withApi(cluster, (client) => client.request({ method: 'POST', path: CONFIGMAP, body }));
  expect(answer.status).toBe(201);
  return JSON.parse(answer.body.toString());
}

const record = <T>(_: string, act: () => Promise<T>): Promise<T> => act();

/** The pid of the process that runs a component now. */
async function pidOf(component: KubeComponent): Promise<number> {
  return Number((await cluster.instance(component)).id.split(':')[0]);
}

describe('a control plane of real processes', () => {
  it('is what was asked for: release, executables, processes on record', async () => {
    const version = await withApi(cluster, (client) => client.get('/version'));
    expect(version['gitVersion']).toBe(`v${from}`);
    for (const component of KUBE_COMPONENTS) {
      const { executableSha256 } = await cluster.instance(component);
      expect(executableSha256).toBe((await programs(component, from)).sha256);
    }
    expect(await processesOf('shared')).toHaveLength(4);
    expect(warnings).toEqual([]);
  });

  it('tells strangers nothing', async () => {
    const stranger = await (
      await createAuthority('stranger')
    ).issue({
      commonName: 'kube-rehearse',
      organisation: 'system:masters',
      usages: ['client'],
    });
    const paths = {
      'kube-apiserver': '/api/v1/secrets',
      'kube-controller-manager': '/metrics',
      'kube-scheduler': '/metrics',
    };
    for (const component of KUBE_COMPONENTS) {
      const endpoint = cluster.endpoint(component);
      expect(await knock(endpoint, paths[component])).toBe(200);
      expect([401, 403]).toContain(await knock({ ...endpoint, cert: '', key: '' }, paths[component]));
      expect([401, 403]).toContain(await knock({ ...endpoint, ...stranger }, paths[component]));
    }
    expect(await knock(cluster.etcd, '/health')).toBe(200);
    expect(await knock({ ...cluster.etcd, cert: '', key: '' }, '/health')).toMatch(/^refused/);
    expect(await knock({ ...cluster.etcd, ...stranger }, '/health')).toMatch(/^refused/);
    // the administrator of the API server is nobody to etcd
    const { cert, key } = cluster.api;
    expect(await knock({ ...cluster.etcd, cert, key }, '/health')).toMatch(/^refused/);
  });

  it('keeps its data over a restart with other flags', async () => {
    const before = await create('restarted');
    const old = await cluster.instance('kube-apiserver');
    const actions: string[] = [];
    await cluster.replace('kube-apiserver', launch('kube-apiserver', { 'goaway-chance': '0.01' }), (action, act) => {
      actions.push(action);
      return act();
    });
    await cluster.waitUntilReady('kube-apiserver');
    expect(actions).toEqual(['kube-apiserver/stop', 'kube-apiserver/spawn']);
    expect(await withApi(cluster, (client) => client.get(`${CONFIGMAP}/restarted`))).toEqual(before);
    expect((await cluster.instance('kube-apiserver')).id).not.toBe(old.id);
    const commandLine = await readFile(`/proc/${await pidOf('kube-apiserver')}/cmdline`, 'utf8');
    expect(commandLine.split('\0')).toContain('--goaway-chance=0.01');
    expect(cluster.logs('kube-apiserver').map((path) => path.split('/').at(-1))).toEqual([
      'kube-apiserver-1.log',
      'kube-apiserver-2.log',
    ]);
  });

  it('can be copied: a second one on a snapshot serves the same objects, and leaves nothing when it is stopped', async () => {
    const before = await create('copied');
    const snapshot = join(state, 'snapshot');
    await cluster.snapshot(snapshot);
    const copy = await provider.provision(request('copy', { components: ['kube-apiserver'], restoreFrom: snapshot }));
    onTestFinished(() => copy.stop());
    await copy.waitUntilReady('kube-apiserver');
    expect(await withApi(copy, (client) => client.get(`${CONFIGMAP}/copied`))).toEqual(before);
    const processes = await processesOf('copy');
    expect(processes).toHaveLength(2);
    await Promise.all([copy.stop(), copy.stop()]);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(await readdir(join(state, 'work'))).toEqual(['shared']);
    expect(await readdir(join(state, 'runs'))).toEqual(['shared.json']);
  });

  it('starts a component again that was killed, also when that is killed before it is ready', async () => {
    for (let times = 1; times <= 2; times += 1) {
      const killed = await pidOf('kube-scheduler');
      process.kill(killed, 'SIGKILL');
      await waitFor(
        async () => {
          const pid = await pidOf('kube-scheduler').catch(() => killed);
          return pid === killed ? { done: false, seen: 'the old one' } : { done: true, value: undefined };
        },
        { what: 'another kube-scheduler', timeoutMs: 60_000 },
      );
    }
    await cluster.waitUntilReady('kube-scheduler');
    expect(warnings.filter((text) => text.startsWith('kube-scheduler was ended by SIGKILL from outside'))).toHaveLength(
      2,
    );
    expect(cluster.logs('kube-scheduler')).toHaveLength(3);
    expect(await processesOf('shared')).toHaveLength(4);
  });

  it.each([
    ['a flag that it does not know', async () => ({ 'no-such-flag': 'x' }), 'unknown flag: --no-such-flag'],
    ['a port that is taken', async () => ({ 'secure-port': String(await takenPort()) }), 'address already in use'],
  ])('says at once that a component with %s does not come up, and why', async (_, flags, reason) => {
    await cluster.replace('kube-scheduler', launch('kube-scheduler', await flags()), record);
    const log = cluster.logs('kube-scheduler').at(-1) ?? '';
    await expect(cluster.waitUntilReady('kube-scheduler')).rejects.toMatchObject({
      code: 'wait-abandoned',
      message: expect.stringContaining('kube-scheduler exited with code 1') as string,
      remedy: expect.stringContaining(log) as string,
    });
    expect(await readFile(log, 'utf8')).toContain(reason);
  });

  it('is gone when it is stopped, but for its logs', async () => {
    const processes = await processesOf('shared');
    expect(processes.length).toBeGreaterThan(2);
    await cluster.stop();
    expect(processes.filter(isAlive)).toEqual([]);
    expect(await readdir(join(state, 'work'))).toEqual([]);
    expect(await readdir(join(state, 'runs'))).toEqual([]);
    expect(await readdir(join(state, 'logs', 'shared'))).toContain('etcd-1.log');
    await cluster.stop();
  });
});

/** A port that the running test listens on. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}
