import { join } from 'node:path';
import type { Behaviour } from '../model/behaviour.js';
import type { KubeComponent } from '../model/component.js';
import type { Endpoint } from '../model/endpoint.js';
import type { Launch } from '../model/plan.js';
import type { Sabotage, SabotageMoment } from '../model/scenario.js';
import { EtcdClient } from '../kube/etcd-client.js';
import { KubeClient } from '../kube/kube-client.js';
import { appendUnknownField, replaceBytes, rewriteEnvelope } from '../kube/storage/plant.js';
import type { Injection } from '../faults/index.js';
import type { ActionRecorder, Cluster } from '../providers/cluster.js';
import type { RequestMeter } from '../support/request-meter.js';
import { alterBehaviour, describeAltering, isAltering } from './alter-behaviour.js';
import { ForgingClient, isForging } from './forging-client.js';
import { TamperingClient, describeTampering, isTampering } from './tampering-client.js';

/** What a saboteur is given by the run. */
export interface SaboteurTools {
  /** Private folder for a snapshot. */
  readonly workDirectory: string;
  /** Counts what is asked of the server that is looked at. */
  readonly meter?: RequestMeter | undefined;
  /** Takes the receipt: what the sabotage is seen to have changed at a step. Without one the control proves nothing. */
  readonly receipt: (step: number, message: string) => void;
}

/**
 * Plants a control's fault behind the back of everything that observes and judges. Without a sabotage it hands everything
 * through untouched. Each kind of fault has one place where it acts: the cluster's way of starting a component, the client
 * that looks, or etcd itself. What could not be planted is an error, and what was planted leaves a receipt.
 */
export class Saboteur {
  readonly #sabotage: Sabotage | undefined;
  readonly #tools: SaboteurTools;
  #step = 0;
  /** What the controlled component ran before the present step. */
  #launch: Launch | undefined;
  #receipted = false;

  constructor(sabotage: Sabotage | undefined, tools: SaboteurTools) {
    this.#sabotage = sabotage;
    this.#tools = tools;
  }

  /** The run comes to this step: the last moment at which the cluster is as the step before left it. */
  async enter(cluster: Cluster, step: number): Promise<void> {
    this.#step = step;
    const sabotage = this.#sabotage;
    if (sabotage?.type !== 'restore-data' || sabotage.step !== step) return;
    if (!cluster.restore) throw new Error('the provider of this cluster cannot restore a data directory');
    await cluster.restore(this.#snapshot);
    this.#say(`etcd was given the data that it had at the end of step ${sabotage.from}`);
  }

  /** The run is done with this step. */
  async leave(cluster: Cluster, step: number): Promise<void> {
    if (this.#sabotage?.type === 'restore-data' && this.#sabotage.from === step) await cluster.snapshot(this.#snapshot);
  }

  /** How the baseline is started. */
  bendBaseline(launch: Launch): Launch {
    const sabotage = this.#sabotage;
    return sabotage?.step === 0 && isBending(sabotage) ? bend(sabotage, launch, launch) : launch;
  }

  /** The cluster with its way of replacing a component bent where the sabotage says so. */
  async wrap(cluster: Cluster): Promise<Cluster> {
    const sabotage = this.#sabotage;
    if (!sabotage || !('component' in sabotage)) return cluster;
    if (sabotage.step === 0 && isBending(sabotage)) await this.#sayStarted(cluster, sabotage);
    const replace = cluster.replace.bind(cluster);
    cluster.replace = async (component: KubeComponent, launch: Launch, record: ActionRecorder) => {
      const earlier = this.#launch;
      if (component === sabotage.component) this.#launch = launch;
      if (component !== sabotage.component || this.#step !== sabotage.step) return replace(component, launch, record);
      if (isBending(sabotage)) {
        await replace(component, bend(sabotage, launch, earlier ?? launch), record);
        return this.#sayStarted(cluster, sabotage);
      }
      const { id } = await cluster.instance(component);
      this.#say(`${component} was left as it is, instance ${id}`);
    };
    return cluster;
  }

  /** The fault with its injector idle where the sabotage says so. */
  bendFault(injection: Injection, step: number, fault: string): Injection {
    const sabotage = this.#sabotage;
    if (sabotage?.type !== 'idle-fault' || sabotage.step !== step || sabotage.fault !== fault) return injection;
    return { ...injection, inject: async () => this.#say(`the injector of ${fault} did nothing`) };
  }

  /** The client that observes a stop. */
  openClient(endpoint: Endpoint, step: number): KubeClient {
    const sabotage = this.#sabotage;
    if (!sabotage || sabotage.step !== step || !isTampering(sabotage))
      return new KubeClient(endpoint, { meter: this.#tools.meter });
    return new TamperingClient(endpoint, sabotage, (path) => this.#say(`${describeTampering(sabotage)} in ${path}`));
  }

  /** A client of the load that runs under the transition to a step. */
  openLoadClient(endpoint: Endpoint, step: number): KubeClient {
    const sabotage = this.#sabotage;
    if (!sabotage || sabotage.step !== step || !isForging(sabotage))
      return new KubeClient(endpoint, { meter: this.#tools.meter });
    return new ForgingClient(endpoint, sabotage, (what) => {
      if (this.#receipted) return false;
      this.#say(what);
      return true;
    });
  }

  /** What a stop is seen to describe and answer, altered where the sabotage says so. */
  bend(behaviour: Behaviour, step: number): Behaviour {
    const sabotage = this.#sabotage;
    if (!sabotage || sabotage.step !== step || !isAltering(sabotage)) return behaviour;
    const altered = alterBehaviour(behaviour, sabotage);
    this.#say(describeAltering(sabotage));
    return altered;
  }

  /** Changes etcd behind the API server, where the sabotage says so for this step and moment. */
  async plant(cluster: Cluster, step: number, moment: SabotageMoment): Promise<void> {
    const sabotage = this.#sabotage;
    if (!sabotage || !('key' in sabotage) || sabotage.step !== step || sabotage.moment !== moment) return;
    const etcd = new EtcdClient(cluster.etcd);
    try {
      const before = await etcd.get(sabotage.key);
      if (sabotage.type === 'etcd-put') {
        await etcd.put(sabotage.key, Buffer.from(JSON.stringify(sabotage.value)));
      } else if (!before) {
        throw new Error(`the control's sabotage names ${sabotage.key}, which is not in etcd`);
      } else if (sabotage.type === 'etcd-delete') {
        await etcd.delete(sabotage.key);
      } else {
        const bent = bendValue(sabotage, before.value);
        if (before.value.equals(bent)) throw new Error(`the control's sabotage changes nothing in ${sabotage.key}`);
        await etcd.put(sabotage.key, bent);
      }
      const after = await etcd.get(sabotage.key);
      this.#say(`${sabotage.key} went from ${revisionOf(before)} to ${revisionOf(after)}`);
    } finally {
      await etcd.close();
    }
  }

  get #snapshot(): string {
    return join(this.#tools.workDirectory, 'sabotage.snapshot');
  }

  async #sayStarted(cluster: Cluster, { type, component }: BendingSabotage): Promise<void> {
    const { id } = await cluster.instance(component);
    this.#say(`${component} was started with ${type}, instance ${id}`);
  }

  /** One receipt is enough; a client that looks does so at both moments of a stop. */
  #say(message: string): void {
    if (this.#receipted || !this.#sabotage) return;
    this.#receipted = true;
    this.#tools.receipt(this.#sabotage.step, message);
  }
}

type BendingSabotage = Extract<Sabotage, { type: 'keep-binary' | 'drop-flag' | 'set-flag' | 'set-gate' }>;

function isBending(sabotage: Sabotage): sabotage is BendingSabotage {
  return ['keep-binary', 'drop-flag', 'set-flag', 'set-gate'].includes(sabotage.type);
}

function revisionOf(entry: { readonly modRevision: number } | undefined): string {
  return entry ? `revision ${entry.modRevision}` : 'nothing';
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

function bend(sabotage: BendingSabotage, launch: Launch, earlier: Launch): Launch {
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
    case 'set-flag':
      return withArgs({ ...settings.extraArgs, [sabotage.flag]: sabotage.value });
    case 'set-gate': {
      const gates = settings.extraArgs['feature-gates'];
      const gate = `${sabotage.gate}=${sabotage.value}`;
      return withArgs({ ...settings.extraArgs, 'feature-gates': gates ? `${gates},${gate}` : gate });
    }
  }
}
