import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import type { Component, KubeComponent } from '../../model/component.js';
import type { Endpoint } from '../../model/endpoint.js';
import type { Launch } from '../../model/plan.js';
import { RehearseError } from '../../support/errors.js';
import { TlsClient } from '../../support/tls-client.js';
import { waitFor } from '../../support/wait.js';
import type { ActionRecorder, Cluster, Instance, Program, ProvisionRequest } from '../cluster.js';
import type { Credentials } from './credentials.js';
import { componentArguments, etcdArguments, type Places, type Ports } from './flags.js';
import { LeaderLease } from './leader-lease.js';
import { LocalProcess } from './local-process.js';

/** The kube-apiserver of a cold 2-core machine needs 3-6 s; a component that is not ready after this is stuck. */
const READY_TIMEOUT_MS = 120_000;
/** A kubelet restarts a crashed static pod for ever; more often than this in one run is a crash loop. */
const MAX_RESTARTS = 5;

interface Running {
  readonly process: LocalProcess;
  readonly program: Program;
  readonly launch: Launch | undefined;
  ready: boolean;
  /** Set before a stop that we asked for, so that supervision leaves it alone. */
  stopping: boolean;
  /** Who held the leader lease before this start. */
  readonly earlierHolder: string | undefined;
}

/** A control plane of plain processes on loopback. Made by the local provider, which wrote its files. */
export class LocalCluster implements Cluster {
  readonly id: string;
  readonly api: Endpoint;
  readonly etcd: Endpoint;
  readonly #request: ProvisionRequest;
  readonly #credentials: Credentials;
  readonly #ports: Ports;
  readonly #places: Places;
  readonly #onSpawn: (pid: number) => Promise<void>;
  readonly #running = new Map<Component, Running>();
  readonly #logs = new Map<Component, string[]>();
  readonly #lease: LeaderLease;
  #restarts = 0;
  #stopped = false;

  constructor(options: {
    request: ProvisionRequest;
    credentials: Credentials;
    ports: Ports;
    places: Places;
    /** Called with each new pid, before anything else happens to the process. */
    onSpawn: (pid: number) => Promise<void>;
  }) {
    this.#request = options.request;
    this.#credentials = options.credentials;
    this.#ports = options.ports;
    this.#places = options.places;
    this.#onSpawn = options.onSpawn;
    this.id = options.request.id;
    this.api = this.endpoint('kube-apiserver');
    this.etcd = this.#endpointAt(options.ports.etcd, options.credentials.etcdCa.cert, options.credentials.etcdClient);
    this.#lease = new LeaderLease(this.api);
  }

  /** Spawns etcd, waits until it serves, then spawns the components. */
  async start(): Promise<void> {
    const { request } = this;
    const program = await request.programs('etcd', request.etcdVersion);
    await this.#spawn('etcd', program, etcdArguments(this.#ports, this.#places), undefined, {});
    await this.#waitForEtcd();
    for (const component of request.components) await this.#start(component, request.launch);
  }

  endpoint(component: KubeComponent): Endpoint {
    return this.#endpointAt(this.#ports[component], this.#credentials.ca.cert, this.#credentials.admin);
  }

  async replace(component: KubeComponent, launch: Launch, record: ActionRecorder): Promise<void> {
    const old = this.#running.get(component);
    // verified while the old process still serves: hashing 100 MB must not lengthen the outage
    const program = await this.#program(component, launch);
    if (old) {
      old.stopping = true;
      await record(`${component}/stop`, () => old.process.stop(this.request.terminationGraceSeconds));
    }
    await record(`${component}/start`, () => this.#start(component, launch, program));
  }

  async waitUntilReady(component: KubeComponent): Promise<void> {
    const running = this.#get(component);
    const client = new TlsClient(this.endpoint(component), { connections: 1 });
    const path = component === 'kube-apiserver' ? '/readyz' : '/healthz';
    const options = {
      timeoutMs: READY_TIMEOUT_MS,
      signal: this.request.signal,
      abandoned: () => this.#whyEnded(component),
      evidence: [running.process.logPath],
    };
    try {
      await waitFor(
        async (signal) => {
          const { status, body } = await client.request({ path, signal, timeoutMs: 5_000 });
          return status === 200
            ? { done: true, value: undefined }
            : { done: false, seen: `${status} ${body.toString()}` };
        },
        { ...options, what: `${path} of ${component} (${this.id}) to answer 200` },
      );
    } finally {
      await client.close();
    }
    if (component !== 'kube-apiserver') await this.#lease.waitForNewLeader(component, running.earlierHolder, options);
    const now = this.#get(component);
    now.ready = true;
  }

  async instance(component: KubeComponent): Promise<Instance> {
    const { process } = this.#get(component);
    return { id: process.instanceId, executableSha256: await hashFile(`/proc/${process.pid}/exe`) };
  }

  async snapshot(path: string): Promise<void> {
    const etcdctl = await this.request.programs('etcdctl', this.request.etcdVersion);
    const pki = (name: string): string => join(this.#places.pki, name);
    await execa(
      etcdctl.path,
      [
        `--endpoints=${this.etcd.url}`,
        `--cacert=${pki('etcd-ca.crt')}`,
        `--cert=${pki('etcd-client.crt')}`,
        `--key=${pki('etcd-client.key')}`,
        'snapshot',
        'save',
        path,
      ],
      { timeout: 120_000, stdin: 'ignore' },
    );
  }

  logs(component: Component): readonly string[] {
    return this.#logs.get(component) ?? [];
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#lease.close();
    // nothing is asked of this cluster any more: no reason to drain, and etcd last so that nobody logs its loss
    const order: Component[] = ['kube-scheduler', 'kube-controller-manager', 'kube-apiserver', 'etcd'];
    for (const component of order) {
      const running = this.#running.get(component);
      if (!running) continue;
      running.stopping = true;
      await running.process.stop(component === 'etcd' ? 5 : 0);
    }
    await rm(this.request.workDirectory, { recursive: true, force: true });
  }

  get request(): ProvisionRequest {
    return this.#request;
  }

  #get(component: Component): Running {
    const running = this.#running.get(component);
    if (!running) throw new Error(`${component} was never started in cluster ${this.id}`);
    return running;
  }

  #endpointAt(port: number, ca: string, pair: { cert: string; key: string }): Endpoint {
    return { url: `https://127.0.0.1:${port}`, ca, cert: pair.cert, key: pair.key };
  }

  #program(component: KubeComponent, launch: Launch): Promise<Program> {
    return this.request.programs(component, launch.version.binary);
  }

  async #start(component: KubeComponent, launch: Launch, verified?: Program): Promise<void> {
    const settings = launch.components[component];
    const args = componentArguments(component, settings, this.#ports, this.#places);
    await this.#spawn(component, verified ?? (await this.#program(component, launch)), args, launch, settings.env);
  }

  async #spawn(
    component: Component,
    program: Program,
    args: readonly string[],
    launch: Launch | undefined,
    env: Readonly<Record<string, string>>,
  ): Promise<void> {
    const earlierHolder = isElected(component) ? await this.#lease.holder(component) : undefined;
    const logs = this.#logs.get(component) ?? [];
    const logPath = join(this.request.logDirectory, `${component}-${logs.length + 1}.log`);
    this.#logs.set(component, [...logs, logPath]);
    const process = await LocalProcess.start({ program: program.path, args, env, logPath });
    const running: Running = { process, program, launch, ready: false, stopping: false, earlierHolder };
    this.#running.set(component, running);
    await this.#onSpawn(process.pid);
    void process.ended.then(() => this.#supervise(component, running, args, env));
  }

  /**
   * What a kubelet does for a static pod: a component that worked and then exited is started again. A controller manager
   * that could not renew its lease while the API server was away exits by design.
   */
  async #supervise(
    component: Component,
    ended: Running,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<void> {
    if (ended.stopping || this.#stopped || !ended.ready || this.#running.get(component) !== ended) return;
    const how = describeEnd(ended.process);
    this.#restarts += 1;
    if (this.#restarts > MAX_RESTARTS) {
      this.request.onWarning?.(`${component} ${how}; it is left down after ${MAX_RESTARTS} restarts`);
      return;
    }
    this.request.onWarning?.(`${component} ${how} on its own and was started again; log ${ended.process.logPath}`);
    await this.#spawn(component, ended.program, args, ended.launch, env).catch((error: unknown) =>
      this.request.onWarning?.(`${component} could not be started again: ${String(error)}`),
    );
  }

  #whyEnded(component: Component): string | undefined {
    const running = this.#running.get(component);
    return running?.process.end ? `${component} ${describeEnd(running.process)}` : undefined;
  }

  async #waitForEtcd(): Promise<void> {
    const client = new TlsClient(this.etcd, { connections: 1 });
    try {
      await waitFor(
        async (signal) => {
          const { status, body } = await client.request({ path: '/health', signal, timeoutMs: 5_000 });
          return status === 200
            ? { done: true, value: undefined }
            : { done: false, seen: `${status} ${body.toString()}` };
        },
        {
          what: `/health of etcd (${this.id}) to answer 200`,
          timeoutMs: READY_TIMEOUT_MS,
          signal: this.request.signal,
          abandoned: () => this.#whyEnded('etcd'),
          evidence: this.logs('etcd'),
        },
      );
    } finally {
      await client.close();
    }
    this.#get('etcd').ready = true;
  }
}

function isElected(component: Component): component is 'kube-controller-manager' | 'kube-scheduler' {
  return component === 'kube-controller-manager' || component === 'kube-scheduler';
}

function describeEnd(process: LocalProcess): string {
  const end = process.end;
  return end?.signal ? `was ended by ${end.signal}` : `exited with code ${end?.exitCode ?? 'unknown'}`;
}

const hashes = new Map<string, string>();

/** sha256 of a file; remembered by identity and change time, so that an unchanged executable is read once. */
async function hashFile(path: string): Promise<string> {
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path).catch((error: unknown) => {
    throw new RehearseError({
      code: 'executable-gone',
      message: `cannot read the running executable ${path}`,
      remedy: 'the process ended; read its log',
      cause: error,
    });
  });
  const key = [dev, ino, size, mtimeMs, ctimeMs].join(':');
  const known = hashes.get(key);
  if (known) return known;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const digest = hash.digest('hex');
  hashes.set(key, digest);
  return digest;
}
