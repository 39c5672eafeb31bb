import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Component, KubeComponent } from '../../model/component.js';
import type { Endpoint } from '../../model/endpoint.js';
import type { Launch } from '../../model/plan.js';
import { messageOf } from '../../support/errors.js';
import type { ActionRecorder, Cluster, Instance, ProcessHandle, Program, ProvisionRequest } from '../cluster.js';
import type { Credentials } from '../credentials.js';
import { LocalFaultHandles, type CommandLine } from './fault-handles.js';
import { componentArguments, etcdArguments, type Places, type Ports } from './flags.js';
import { hashFile } from './hash-file.js';
import { kwokArguments, registerNodes, waitForNodes } from './kwok-nodes.js';
import { kwokConfig } from './kwok-stages.js';
import { saveSnapshot } from '../etcd-snapshot.js';
import { LeaderLease } from '../leader-lease.js';
import { LocalProcess } from '../local-process.js';
import { waitForOk } from '../wait-for-ok.js';
import type { LocalLinks } from './local-links.js';
import { restoreData } from './restore-data.js';

/** The kube-apiserver of a cold 2-core machine needs 3-6 s; a component that is not ready after this is stuck. */
const READY_TIMEOUT_MS = 120_000;
/** A kubelet restarts a crashed static pod for ever; more often than this after one replacement is a crash loop. */
const MAX_RESTARTS = 6;

/** Everything that a cluster runs: its control plane, and kwok in the place of nodes. */
type LocalProgram = Component | 'kwok';

interface Running {
  readonly process: LocalProcess;
  readonly program: Program;
  /** It was ready once, this process or an earlier one with the same command line. */
  worked: boolean;
  /** Set before a stop that we asked for, so that supervision leaves it alone. */
  stopping: boolean;
  /** A fault has hit it: that it ended says nothing about it. */
  disturbed: boolean;
  /** How often it was started again on its own since it was last replaced, not counting what faults ended. */
  readonly restarts: number;
  /** Who held the leader lease before this start. */
  readonly earlierHolder: string | undefined;
}

/** A control plane of plain processes on loopback, and nodes that kwok plays. Made by the local provider, which wrote its files. */
export class LocalCluster implements Cluster {
  readonly id: string;
  readonly ports: Ports;
  readonly api: Endpoint;
  readonly etcd: Endpoint;
  readonly handles: LocalFaultHandles;
  /** kwok runs no image at all. */
  readonly podImage = 'registry.k8s.io/pause:3.10';
  readonly runsPods = false;
  readonly #request: ProvisionRequest;
  readonly #credentials: Credentials;
  readonly #places: Places;
  readonly #links: LocalLinks;
  readonly #kwokVersion: string;
  readonly #onSpawn: (pid: number) => Promise<void>;
  readonly #onStopped: () => Promise<void>;
  readonly #running = new Map<LocalProgram, Running>();
  readonly #logs = new Map<LocalProgram, string[]>();
  readonly #lease: LeaderLease;
  /** Who changes a component waits for its turn: a restart by supervision must not meet a replacement or the end. */
  readonly #turns = new Map<LocalProgram, LimitFunction>();
  readonly #end = new AbortController();
  #stopping: Promise<void> | undefined;

  constructor(options: {
    request: ProvisionRequest;
    credentials: Credentials;
    ports: Ports;
    places: Places;
    links: LocalLinks;
    kwokVersion: string;
    /** Called with each new pid, before anything else happens to the process. */
    onSpawn: (pid: number) => Promise<void>;
    /** Called when nothing of the cluster is left. */
    onStopped: () => Promise<void>;
  }) {
    this.#request = options.request;
    this.#credentials = options.credentials;
    this.ports = options.ports;
    this.#places = options.places;
    this.#links = options.links;
    this.#kwokVersion = options.kwokVersion;
    this.#onSpawn = options.onSpawn;
    this.#onStopped = options.onStopped;
    this.id = options.request.id;
    this.api = this.endpoint('kube-apiserver');
    this.etcd = this.#endpointAt(options.ports.etcd, options.credentials.etcdCa.cert, options.credentials.etcdClient);
    this.#lease = new LeaderLease(this.api);
    this.handles = new LocalFaultHandles({
      ca: options.credentials.ca,
      workDirectory: options.request.workDirectory,
      logDirectory: options.request.logDirectory,
      etcdData: options.places.data,
      withEtcdDown: (act) => this.#withEtcdDown(act),
      process: (component) => this.#processHandle(component),
      link: (name) => this.#links.link(name, { api: this.api, etcd: this.etcd }),
      commandLine: (component, launch) => this.#commandLine(component, launch),
      onSpawn: options.onSpawn,
    });
  }

  /** Spawns etcd, waits until it serves, then spawns the components. */
  async start(): Promise<void> {
    const { request } = this;
    await this.#start('etcd', request.launch);
    await this.#waitForEtcd();
    for (const component of request.components) await this.#start(component, request.launch);
  }

  async startNodes(): Promise<void> {
    const { workDirectory, launch, signal } = this.request;
    const config = join(workDirectory, 'kwok.yaml');
    await writeFile(config, kwokConfig(), { mode: 0o600 });
    const kubeconfig = join(this.#places.kubeconfigs, 'kwok.conf');
    const program = await this.request.programs('kwok', this.#kwokVersion);
    // a home of its own, since kwok reads settings of the user's
    await this.#spawn('kwok', program, kwokArguments({ config, kubeconfig }), { HOME: workDirectory });
    if (this.request.restoreFrom === undefined) await registerNodes(this.api, launch.version.binary);
    await waitForNodes(this.api, {
      timeoutMs: READY_TIMEOUT_MS,
      signal,
      abandoned: () => this.#whyEnded('kwok'),
      evidence: this.#logs.get('kwok') ?? [],
    });
    this.#get('kwok').worked = true;
  }

  endpoint(component: KubeComponent): Endpoint {
    return this.#endpointAt(this.ports[component], this.#credentials.ca.cert, this.#credentials.admin);
  }

  async replace(component: KubeComponent, launch: Launch, record: ActionRecorder): Promise<void> {
    // verified while the old process still serves: hashing 100 MB must not lengthen the outage
    const program = await this.#program(component, launch);
    const { terminationGraceSeconds, signal } = this.request;
    await this.#inTurn(component, async () => {
      const old = this.#running.get(component);
      if (old) {
        await record(`${component}/stop`, () => {
          // only now: until then supervision looks after it, also when the transition ends here
          old.stopping = true;
          return old.process.stop(terminationGraceSeconds, signal);
        });
      }
      await record(`${component}/spawn`, () => this.#start(component, launch, program));
    });
  }

  async waitUntilReady(component: Component): Promise<void> {
    if (component === 'etcd') return this.#waitForEtcd();
    const running = this.#get(component);
    const path = component === 'kube-apiserver' ? '/readyz' : '/healthz';
    const options = {
      timeoutMs: READY_TIMEOUT_MS,
      signal: this.request.signal,
      abandoned: () => this.#whyEnded(component),
      evidence: [running.process.logPath],
    };
    const what = `${path} of ${component} (${this.id}) to answer 200`;
    await waitForOk(this.endpoint(component), path, { ...options, what });
    if (component !== 'kube-apiserver') await this.#lease.waitForNewLeader(component, running.earlierHolder, options);
    this.#get(component).worked = true;
  }

  /** Nobody reports plain processes. */
  async waitUntilReported(): Promise<void> {}

  async instance(component: KubeComponent): Promise<Instance> {
    const { process } = this.#get(component);
    return { id: process.instanceId, executableSha256: await hashFile(`/proc/${process.pid}/exe`) };
  }

  async snapshot(path: string): Promise<void> {
    const etcdctl = await this.request.programs('etcdctl', this.request.etcdVersion);
    await saveSnapshot(etcdctl, this.etcd.url, this.#places.pki, path);
  }

  async restore(snapshot: string): Promise<void> {
    await this.#inTurn('etcd', async () => {
      const old = this.#get('etcd');
      old.stopping = true;
      await old.process.stop(5);
      await rm(this.#places.data, { recursive: true, force: true });
      await restoreData(this.request, snapshot, this.#places.data);
      await this.#spawn('etcd', old.program, etcdArguments(this.ports, this.#places), {});
    });
    await this.#waitForEtcd();
  }

  logs(component: Component): readonly string[] {
    return this.#logs.get(component) ?? [];
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    this.#end.abort();
    await this.#lease.close();
    // nothing is asked of this cluster any more: no reason to drain, and etcd last so that nobody logs its loss
    const order: LocalProgram[] = ['kwok', 'kube-scheduler', 'kube-controller-manager', 'kube-apiserver', 'etcd'];
    for (const component of order) {
      await this.#inTurn(component, async () => {
        await this.#running.get(component)?.process.stop(component === 'etcd' ? 5 : 0);
      });
    }
    await this.handles.close();
    await this.#links.close();
    await rm(this.request.workDirectory, { recursive: true, force: true });
    await this.#onStopped();
  }

  get request(): ProvisionRequest {
    return this.#request;
  }

  #get(component: LocalProgram): Running {
    const running = this.#running.get(component);
    if (!running) throw new Error(`${component} was never started in cluster ${this.id}`);
    return running;
  }

  #endpointAt(port: number, ca: string, pair: { cert: string; key: string }): Endpoint {
    return { url: `https://127.0.0.1:${port}`, ca, cert: pair.cert, key: pair.key };
  }

  #inTurn<T>(component: LocalProgram, act: () => Promise<T>): Promise<T> {
    const turn = this.#turns.get(component) ?? pLimit(1);
    this.#turns.set(component, turn);
    return turn(act);
  }

  #program(component: Component, launch: Launch): Promise<Program> {
    const release = component === 'etcd' ? this.request.etcdVersion : launch.version.binary;
    return this.request.programs(component, release);
  }

  async #start(component: Component, launch: Launch, verified?: Program): Promise<void> {
    const { program, args, env } = await this.#commandLine(component, launch, verified);
    await this.#spawn(component, program, args, env);
  }

  async #commandLine(component: Component, launch: Launch, verified?: Program): Promise<CommandLine> {
    const program = verified ?? (await this.#program(component, launch));
    if (component === 'etcd') return { program, args: etcdArguments(this.ports, this.#places), env: {} };
    const settings = launch.components[component];
    const ports = this.#links.seenBy(component, this.ports);
    return { program, args: componentArguments(component, settings, ports, this.#places), env: settings.env };
  }

  #processHandle(component: Component): ProcessHandle | undefined {
    const running = this.#running.get(component);
    if (!running || running.process.end) return undefined;
    const { pid, startTicks } = running.process;
    const expectEnd = (): void => void (running.disturbed = true);
    const signal = (name: NodeJS.Signals): void => {
      expectEnd();
      running.process.signal(name);
    };
    return { pid, startTicks, signal, expectEnd };
  }

  #withEtcdDown(act: (dataDirectory: string) => Promise<void>): Promise<void> {
    return this.#inTurn('etcd', async () => {
      const old = this.#get('etcd');
      old.disturbed = true;
      old.stopping = true;
      await old.process.stop(0);
      try {
        await act(this.#places.data);
      } finally {
        await this.#spawn('etcd', old.program, etcdArguments(this.ports, this.#places), {}, old);
      }
    });
  }

  async #spawn(
    component: LocalProgram,
    program: Program,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    /** The start of the same command line that ended on its own. */
    again?: Running,
  ): Promise<void> {
    const earlierHolder = isElected(component) ? await this.#lease.holder(component) : undefined;
    if (this.#end.signal.aborted) throw new Error(`${component} is not started: cluster ${this.id} was stopped`);
    const logs = this.#logs.get(component) ?? [];
    const logPath = join(this.request.logDirectory, `${component}-${logs.length + 1}.log`);
    this.#logs.set(component, [...logs, logPath]);
    const process = await LocalProcess.start({ program: program.path, args, env, logPath });
    const running: Running = {
      process,
      program,
      worked: again?.worked ?? false,
      stopping: false,
      disturbed: false,
      restarts: again === undefined ? 0 : again.restarts + (isOfFault(again) ? 0 : 1),
      earlierHolder,
    };
    this.#running.set(component, running);
    await this.#onSpawn(process.pid);
    void process.ended.then(() => this.#supervise(component, running, args, env));
  }

  /**
   * What a kubelet does for a static pod: a component that worked and then exited, or that a fault ended, is started again, the first time at once,
   * then after a pause that doubles. A controller manager that could not renew its lease while the API server was away exits
   * by design, and does so again when the API server is away for longer than it waits.
   */
  async #supervise(
    component: LocalProgram,
    ended: Running,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<void> {
    if (!(ended.worked || isOfFault(ended)) || !this.#isCurrent(component, ended)) return;
    const how = describeEnd(ended);
    if (!this.#startsAgain(component, ended)) {
      this.request.onWarning?.(`${component} ${how}; it is left down after ${MAX_RESTARTS} restarts`);
      return;
    }
    this.request.onWarning?.(`${component} ${how} and is started again; log ${ended.process.logPath}`);
    const pauseMs = ended.restarts === 0 || isOfFault(ended) ? 0 : 500 * 2 ** ended.restarts;
    await delay(pauseMs, undefined, { signal: this.#end.signal }).catch(() => undefined);
    await this.#inTurn(component, async () => {
      if (this.#isCurrent(component, ended)) await this.#spawn(component, ended.program, args, env, ended);
    }).catch((error: unknown) => {
      // nobody waits for it any more, and whoever waits for the component must not wait for a restart
      ended.stopping = true;
      this.request.onWarning?.(`${component} could not be started again: ${messageOf(error)}`);
    });
  }

  /** True while nobody has replaced or stopped it. */
  #isCurrent(component: LocalProgram, running: Running): boolean {
    return !running.stopping && !this.#end.signal.aborted && this.#running.get(component) === running;
  }

  /** True when supervision starts it again after it has ended on its own. */
  #startsAgain(component: LocalProgram, running: Running): boolean {
    if (!this.#isCurrent(component, running)) return false;
    return isOfFault(running) || (running.worked && running.restarts < MAX_RESTARTS);
  }

  /** Why waiting for a component is pointless: it has ended and nobody starts it again. */
  #whyEnded(component: LocalProgram): string | undefined {
    const running = this.#running.get(component);
    if (!running?.process.end || this.#startsAgain(component, running)) return undefined;
    return `${component} ${describeEnd(running)}`;
  }

  async #waitForEtcd(): Promise<void> {
    await waitForOk(this.etcd, '/health', {
      what: `/health of etcd (${this.id}) to answer 200`,
      timeoutMs: READY_TIMEOUT_MS,
      signal: this.request.signal,
      abandoned: () => this.#whyEnded('etcd'),
      evidence: this.logs('etcd').slice(-1),
    });
    this.#get('etcd').worked = true;
  }
}

/** True when a process ended by what was done to it: a fault's signal, or one that nobody here sent. */
function isOfFault({ process, disturbed }: Running): boolean {
  return disturbed || process.end?.signal !== undefined;
}

function isElected(component: LocalProgram): component is 'kube-controller-manager' | 'kube-scheduler' {
  return component === 'kube-controller-manager' || component === 'kube-scheduler';
}

function describeEnd({ process: { end }, disturbed }: Running): string {
  const how = end?.signal ? `was ended by ${end.signal}` : `exited with code ${end?.exitCode ?? 'unknown'}`;
  if (disturbed) return `${how} (a fault had hit it)`;
  return end?.signal ? `${how} from outside` : `${how} on its own`;
}
