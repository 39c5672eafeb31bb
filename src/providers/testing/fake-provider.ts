import { readFile, writeFile } from 'node:fs/promises';
import { KUBE_COMPONENTS, type Component, type KubeComponent } from '../../model/component.js';
import { formatEffectiveVersion } from '../../model/effective-version.js';
import type { Endpoint } from '../../model/endpoint.js';
import type { ServedResource } from '../../model/observation.js';
import type { Launch } from '../../model/plan.js';
import { startLoopbackServer, type LoopbackServer, type Script } from '../../support/testing/loopback-server.js';
import type { ActionRecorder, Cluster, ClusterProvider, FaultHandles, Instance, ProvisionRequest } from '../cluster.js';
import { FakeApi, served, type JsonObject } from './fake-api.js';
import { FakeEtcd } from './fake-etcd.js';

/** What a fake cluster serves unless told otherwise: enough to write something. */
export const FAKE_RESOURCES: readonly ServedResource[] = [
  served('v1', 'configmaps', 'ConfigMap'),
  served('v1', 'namespaces', 'Namespace', { namespaced: false }),
  served('v1', 'serviceaccounts', 'ServiceAccount'),
];

/** Points at which a test can make a fake cluster fail. */
export interface FakeFailures {
  /** Called when a component is to be ready; what it throws is why it is not. */
  ready?(id: string, component: KubeComponent, launch: Launch): void | Promise<void>;
  /** Called when a cluster is to be made. */
  provision?(id: string): void | Promise<void>;
  stop?(id: string): void | Promise<void>;
}

/** Makes fake clusters and writes down, in order, everything that is asked of them. */
export class FakeProvider implements ClusterProvider {
  readonly name = 'local';
  readonly log: string[] = [];
  readonly clusters: FakeCluster[] = [];
  failures: FakeFailures = {};
  resources = FAKE_RESOURCES;

  async unavailableReason(): Promise<string | undefined> {
    return undefined;
  }

  async provision(request: ProvisionRequest): Promise<FakeCluster> {
    this.log.push(`provision ${request.id}`);
    await this.failures.provision?.(request.id);
    const cluster = await FakeCluster.start(this, request);
    this.clusters.push(cluster);
    return cluster;
  }

  /** Ids of clusters that nobody has stopped. */
  get running(): string[] {
    return this.clusters.filter(({ stopped }) => !stopped).map(({ id }) => id);
  }
}

/** A cluster of scripted servers: real TLS on loopback, no Kubernetes behind it. */
export class FakeCluster implements Cluster {
  readonly id: string;
  readonly apiState: FakeApi;
  readonly etcdState: FakeEtcd;
  readonly launches: Map<KubeComponent, Launch>;
  /** There is no process to hit; tests of what happens to faults script the faults. */
  readonly handles: FaultHandles = {
    process: () => undefined,
    etcdData: '',
    logs: '',
  };
  readonly podImage = 'registry.example.com/pause:1';
  readonly runsPods = false;
  stopped = false;
  readonly #provider: FakeProvider;
  readonly #answers: Map<string, unknown>;
  readonly #servers: Readonly<Record<Component, LoopbackServer>>;
  readonly #starts = new Map<KubeComponent, number>();

  private constructor(
    provider: FakeProvider,
    id: string,
    state: { api: FakeApi; etcd: FakeEtcd; launches: Map<KubeComponent, Launch>; answers: Map<string, unknown> },
    servers: Readonly<Record<Component, LoopbackServer>>,
  ) {
    this.#provider = provider;
    this.launches = state.launches;
    this.#answers = state.answers;
    this.id = id;
    this.apiState = state.api;
    this.etcdState = state.etcd;
    this.#servers = servers;
  }

  static async start(provider: FakeProvider, request: ProvisionRequest): Promise<FakeCluster> {
    const [api, etcd] = [new FakeApi(provider.resources), new FakeEtcd()];
    // everything that is written is stored under its path, as JSON
    api.onWrite = (path, object) => {
      etcd.put(`/registry${path}`, storedForm(object));
      // the one thing that a controller does which a write wave waits for
      if (/^\/api\/v1\/namespaces\/[^/]+$/.test(path)) api.objects.set(`${path}/serviceaccounts/default`, {});
    };
    if (request.restoreFrom !== undefined) {
      const snapshot = JSON.parse(await readFile(request.restoreFrom, 'utf8')) as [string, JsonObject][];
      for (const [path, object] of snapshot) {
        api.objects.set(path, object);
        etcd.put(`/registry${path}`, storedForm(object));
      }
    }
    const launches = new Map<KubeComponent, Launch>();
    const answers = new Map<string, unknown>();
    const own =
      (component: KubeComponent, rest: Script): Script =>
      (asked) => {
        const launch = launches.get(component);
        const scripted = answers.get(`${component} ${asked.path}`);
        if (scripted !== undefined) return { body: scripted };
        if (launch && asked.path === '/metrics') return { body: metricsOf(launch) };
        if (launch && asked.path === '/version') return { body: versionOf(launch) };
        return rest(asked);
      };
    const servers = {
      etcd: await startLoopbackServer(etcd.script),
      'kube-apiserver': await startLoopbackServer(own('kube-apiserver', api.script)),
      'kube-controller-manager': await startLoopbackServer(own('kube-controller-manager', healthy)),
      'kube-scheduler': await startLoopbackServer(own('kube-scheduler', healthy)),
    };
    const cluster = new FakeCluster(provider, request.id, { api, etcd, launches, answers }, servers);
    for (const component of request.components) cluster.#run(component, request.launch);
    return cluster;
  }

  #run(component: KubeComponent, launch: Launch): void {
    this.launches.set(component, launch);
    this.#starts.set(component, (this.#starts.get(component) ?? 0) + 1);
  }

  get api(): Endpoint {
    return this.endpoint('kube-apiserver');
  }

  get etcd(): Endpoint {
    return this.#servers.etcd.endpoint;
  }

  endpoint(component: KubeComponent): Endpoint {
    return this.#servers[component].endpoint;
  }

  /** Sets what a component answers to GET of a path from now on. */
  script(component: KubeComponent, path: string, body: unknown): void {
    this.#answers.set(`${component} ${path}`, body);
  }

  async startNodes(): Promise<void> {
    this.#provider.log.push(`nodes ${this.id}`);
  }

  async replace(component: KubeComponent, launch: Launch, record: ActionRecorder): Promise<void> {
    await record(`${component}/stop`, async () => undefined);
    await record(`${component}/spawn`, async () => this.#run(component, launch));
    this.#provider.log.push(`replace ${component}: ${formatEffectiveVersion(launch.version)}`);
  }

  async waitUntilReady(component: Component): Promise<void> {
    if (component === 'etcd') return;
    const launch = this.launches.get(component);
    if (!launch) throw new Error(`${component} was never started`);
    await this.#provider.failures.ready?.(this.id, component, launch);
    this.#provider.log.push(`ready ${this.id} ${component}`);
  }

  async waitUntilReported(): Promise<void> {}

  async instance(component: KubeComponent): Promise<Instance> {
    const binary = this.launches.get(component)?.version.binary ?? '';
    return { id: `${component}#${this.#starts.get(component) ?? 0}`, executableSha256: fakeSha256(component, binary) };
  }

  async snapshot(path: string): Promise<void> {
    await writeFile(path, JSON.stringify([...this.apiState.objects].filter(([, object]) => 'kind' in object)));
  }

  logs(component: Component): readonly string[] {
    return [`/logs/${component}-1.log`];
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.#provider.log.push(`stop ${this.id}`);
    for (const component of ['etcd', ...KUBE_COMPONENTS] as const) await this.#servers[component].close();
    await this.#provider.failures.stop?.(this.id);
  }
}

/** The checksum that a fake program of a release has. */
export function fakeSha256(program: string, release: string): string {
  return `sha256 of ${program} ${release}`;
}

/** A controller that is well, and does not describe itself, as before 1.36. */
const healthy: Script = ({ path }) =>
  ['/statusz', '/flagz', '/configz'].includes(path) ? { status: 404, body: 'not found' } : { body: 'ok' };

function metricsOf({ version }: Launch): string {
  return [
    `kubernetes_build_info{git_version="v${version.binary}"} 1`,
    `version_info{component="kube",emulation="${version.emulated}",min_compat="${version.minCompatibility}"} 1`,
    'kubernetes_feature_enabled{name="Sample",stage="BETA"} 1',
    '',
  ].join('\n');
}

function versionOf({ version }: Launch): unknown {
  return {
    gitVersion: `v${version.binary}`,
    emulationMinor: version.emulated.split('.')[1],
    minCompatibilityMinor: version.minCompatibility.split('.')[1],
  };
}

/** The resource version is etcd's, not part of what is stored. */
function storedForm(object: JsonObject): string {
  const { resourceVersion: _, ...metadata } = object['metadata'] as JsonObject;
  return JSON.stringify({ ...object, metadata });
}
