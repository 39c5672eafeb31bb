import type { KubeComponent } from '../model/component.js';
import type { Endpoint } from '../model/endpoint.js';
import type { Launch } from '../model/plan.js';
import type { Sabotage, SabotageMoment } from '../model/scenario.js';
import { groupOf, versionOf } from '../kube/api-version.js';
import { EtcdClient } from '../kube/etcd-client.js';
import { KubeClient, groupVersionPath, type JsonObject } from '../kube/kube-client.js';
import { appendUnknownField, replaceBytes, rewriteEnvelope } from '../kube/storage/plant.js';
import type { Injection } from '../faults/index.js';
import type { ActionRecorder, Cluster } from '../providers/cluster.js';

/**
 * Plants a control's fault behind the back of everything that observes and judges. Without a sabotage it hands everything
 * through untouched. Each kind of fault has one place where it acts: the cluster's way of starting a component, the
 * client that looks, or etcd itself.
 */
export class Saboteur {
  readonly #sabotage: Sabotage | undefined;
  #step = 0;
  /** What the controlled component ran before the present step. */
  #launch: Launch | undefined;

  constructor(sabotage: Sabotage | undefined) {
    this.#sabotage = sabotage;
  }

  /** The run has come to this step. */
  enter(step: number): void {
    this.#step = step;
  }

  /** The cluster with its way of replacing a component bent where the sabotage says so. */
  wrap(cluster: Cluster): Cluster {
    const sabotage = this.#sabotage;
    if (!sabotage || !('component' in sabotage)) return cluster;
    const replace = cluster.replace.bind(cluster);
    cluster.replace = async (component: KubeComponent, launch: Launch, record: ActionRecorder) => {
      const earlier = this.#launch;
      if (component === sabotage.component) this.#launch = launch;
      if (component !== sabotage.component || this.#step !== sabotage.step) return replace(component, launch, record);
      if (sabotage.type === 'skip-restart') return;
      await replace(component, bend(sabotage, launch, earlier ?? launch), record);
    };
    return cluster;
  }

  /** The fault with its injector idle where the sabotage says so. */
  bendFault(injection: Injection, step: number, fault: string): Injection {
    const sabotage = this.#sabotage;
    if (sabotage?.type !== 'idle-fault' || sabotage.step !== step || sabotage.fault !== fault) return injection;
    return { ...injection, inject: async () => undefined };
  }

  /** The client that observes a stop. */
  openClient(endpoint: Endpoint, step: number): KubeClient {
    const sabotage = this.#sabotage;
    if (!sabotage || sabotage.step !== step) return new KubeClient(endpoint);
    if (sabotage.type !== 'hide-resource' && sabotage.type !== 'alter-served') return new KubeClient(endpoint);
    return new TamperingClient(endpoint, sabotage);
  }

  /** Changes etcd behind the API server, where the sabotage says so for this step and moment. */
  async plant(cluster: Cluster, step: number, moment: SabotageMoment): Promise<void> {
    const sabotage = this.#sabotage;
    if (!sabotage || !('key' in sabotage) || sabotage.step !== step || sabotage.moment !== moment) return;
    const etcd = new EtcdClient(cluster.etcd);
    try {
      if (sabotage.type === 'etcd-put')
        return await etcd.put(sabotage.key, Buffer.from(JSON.stringify(sabotage.value)));
      const entry = await etcd.get(sabotage.key);
      if (!entry) throw new Error(`the control's sabotage names ${sabotage.key}, which is not in etcd`);
      if (sabotage.type === 'etcd-delete') return await etcd.delete(sabotage.key);
      const bent = bendValue(sabotage, entry.value);
      if (entry.value.equals(bent)) throw new Error(`the control's sabotage changes nothing in ${sabotage.key}`);
      await etcd.put(sabotage.key, bent);
    } finally {
      await etcd.close();
    }
  }
}

function bendValue(
  sabotage: Extract<Sabotage, { type: 'etcd-replace' | 'etcd-append' | 'etcd-store-as' }>,
  value: Buffer,
): Buffer {
  switch (sabotage.type) {
    case 'etcd-replace':
      return Buffer.from(replaceBytes(value, sabotage.find, sabotage.replace));
    case 'etcd-append':
      return Buffer.from(appendUnknownField(value, sabotage.fieldNumber, 1));
    case 'etcd-store-as':
      return Buffer.from(rewriteEnvelope(value, { apiVersion: sabotage.apiVersion }));
  }
}

function bend(
  sabotage: Extract<Sabotage, { type: 'keep-binary' | 'drop-flag' | 'set-gate' }>,
  launch: Launch,
  earlier: Launch,
): Launch {
  const settings = launch.components[sabotage.component];
  const withArgs = (extraArgs: Readonly<Record<string, string>>): Launch => ({
    ...launch,
    components: { ...launch.components, [sabotage.component]: { ...settings, extraArgs } },
  });
  switch (sabotage.type) {
    case 'keep-binary':
      return { ...launch, version: { ...launch.version, binary: earlier.version.binary } };
    case 'drop-flag': {
      const kept = Object.entries(settings.extraArgs).filter(([name]) => name !== sabotage.flag);
      return withArgs(Object.fromEntries(kept));
    }
    case 'set-gate': {
      const gates = settings.extraArgs['feature-gates'];
      const gate = `${sabotage.gate}=${sabotage.value}`;
      return withArgs({ ...settings.extraArgs, 'feature-gates': gates ? `${gates},${gate}` : gate });
    }
  }
}

/** Looks at the server through glasses: one resource is missing, or one object has another value. */
class TamperingClient extends KubeClient {
  readonly #sabotage: Extract<Sabotage, { type: 'hide-resource' | 'alter-served' }>;

  constructor(endpoint: Endpoint, sabotage: Extract<Sabotage, { type: 'hide-resource' | 'alter-served' }>) {
    super(endpoint);
    this.#sabotage = sabotage;
  }

  override async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<JsonObject> {
    const answer = structuredClone(await super.get(path, headers));
    if (this.#sabotage.type === 'hide-resource') hide(answer, path, this.#sabotage);
    else alter(answer, path, this.#sabotage);
    return answer;
  }
}

/** The parts of discovery documents and lists that are edited, in place. */
interface Document {
  /** Of a plain discovery document. */
  resources?: { name: string }[];
  /** Of an aggregated discovery document, or of a list of objects. */
  items?: ({ metadata?: { name?: string }; versions?: AggregatedVersion[] } & Record<string, unknown>)[];
}

interface AggregatedVersion {
  version: string;
  resources: { resource: string }[];
}

function hide(answer: Document, path: string, what: { groupVersion: string; resource: string }): void {
  const others = (name: string): boolean => name.split('/')[0] !== what.resource;
  if (path === groupVersionPath(what.groupVersion)) {
    answer.resources = (answer.resources ?? []).filter((entry) => others(entry.name));
  } else if (path === '/api' || path === '/apis') {
    const group = groupOf(what.groupVersion);
    const items = (answer.items ?? []).filter(({ metadata }) => (metadata?.name ?? '') === group);
    for (const entry of items.flatMap(({ versions }) => versions ?? [])) {
      if (entry.version !== versionOf(what.groupVersion)) continue;
      entry.resources = entry.resources.filter(({ resource }) => others(resource));
    }
  }
}

function alter(
  answer: Document,
  path: string,
  what: { groupVersion: string; resource: string; name: string; path: string; value: string },
): void {
  if (path.split('?')[0] !== `${groupVersionPath(what.groupVersion)}/${what.resource}`) return;
  const object = answer.items?.find(({ metadata }) => metadata?.name === what.name);
  if (!object) return;
  const fields = what.path.split('.');
  const last = fields.pop() ?? '';
  let parent: Record<string, unknown> = object;
  for (const field of fields) parent = (parent[field] ??= {}) as Record<string, unknown>;
  parent[last] = what.value;
}
