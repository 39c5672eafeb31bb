import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Component, KubeComponent } from '../../model/component.js';
import type { Endpoint } from '../../model/endpoint.js';
import type { Launch } from '../../model/plan.js';
import type { KindSwap } from '../../model/scenario.js';
import { RehearseError } from '../../support/errors.js';
import { TlsClient } from '../../support/tls-client.js';
import { waitFor } from '../../support/wait.js';
import type { ActionRecorder, Cluster, Instance, Program, ProvisionRequest } from '../cluster.js';
import type { Credentials } from '../credentials.js';
import { saveSnapshot } from '../etcd-snapshot.js';
import { LeaderLease } from '../leader-lease.js';
import { waitForOk } from '../wait-for-ok.js';
import { KindFaultHandles } from './fault-handles.js';
import type { PublishedPorts } from './kind-config.js';
import type { Node, RunningContainer } from './node.js';
import { CONTROL_PLANE, copyLogs, logFolders, startsIn } from './pod-logs.js';
import { flagsOf, formatStaticPod, parseStaticPod, withStart, withoutLaunch, type StaticPod } from './static-pod.js';

/** A component that is not ready after this is stuck; a kubelet's pauses between restarts are part of it. */
const READY_TIMEOUT_MS = 180_000;
/** Started this often without becoming ready, a component is in a crash loop. */
const MAX_STARTS = 5;
/** How long the kubelet may take beyond the grace period to see an old container out, and to start a new one. */
const KUBELET_TIMEOUT_MS = 120_000;

const MANIFESTS = '/etc/kubernetes/manifests';
/** On the same file system as the manifests and no folder that the kubelet reads: what lies there is no static pod. */
const ASIDE = '/etc/kubernetes/kube-rehearse';

/** What the provider knows of a component. */
interface Swapped {
  /** kubeadm's manifest without what a launch adds. */
  readonly base: StaticPod;
  /** The manifest that was written last. */
  current: StaticPod;
  /** False while no manifest is in its place: a transition may end there. */
  placed: boolean;
  /** Files on the host, one for each pod. */
  readonly logs: string[];
  /** Where the present pod logs in the node. */
  folder: string | undefined;
  earlierHolder: string | undefined;
}

/** A control plane of static pods on a node that kind made; the provider made it and takes it away again. */
export class KindCluster implements Cluster {
  readonly id: string;
  readonly api: Endpoint;
  readonly etcd: Endpoint;
  readonly podImage: string;
  readonly runsPods = true;
  readonly handles: KindFaultHandles;
  readonly request: ProvisionRequest;
  readonly #node: Node;
  readonly #credentials: Credentials;
  readonly #ports: PublishedPorts;
  readonly #swap: KindSwap;
  readonly #loadImage: (component: KubeComponent, launch: Launch, program: Program) => Promise<string>;
  readonly #startNodes: () => Promise<void>;
  readonly #remove: () => Promise<void>;
  readonly #components = new Map<KubeComponent, Swapped>();
  /** sha256 of the program in each image that the node is known to have, by reference. */
  readonly #images = new Map<string, string>();
  readonly #lease: LeaderLease;
  readonly #client: TlsClient;
  #starts = 0;
  #stopping: Promise<void> | undefined;

  constructor(options: {
    request: ProvisionRequest;
    node: Node;
    /** The engine's id of that node. */
    containerId: string;
    credentials: Credentials;
    ports: PublishedPorts;
    swap: KindSwap;
    /** Brings a component's image into the node and gives its reference. */
    loadImage: (component: KubeComponent, launch: Launch, program: Program) => Promise<string>;
    podImage: string;
    /** Brings the image of the rehearsed pods to every node. */
    startNodes: () => Promise<void>;
    /** Takes away everything that the cluster owns. */
    remove: () => Promise<void>;
  }) {
    this.request = options.request;
    this.id = options.request.id;
    this.#node = options.node;
    this.handles = new KindFaultHandles(options.containerId, options.request.logDirectory);
    this.#credentials = options.credentials;
    this.#ports = options.ports;
    this.#swap = options.swap;
    this.#loadImage = options.loadImage;
    this.podImage = options.podImage;
    this.#startNodes = options.startNodes;
    this.#remove = options.remove;
    this.api = this.endpoint('kube-apiserver');
    this.etcd = this.#endpointAt(options.ports.etcd, options.credentials.etcdCa.cert, options.credentials.etcdClient);
    this.#lease = new LeaderLease(this.api);
    this.#client = new TlsClient(this.api, { connections: 1 });
  }

  /** Reads the manifests that kubeadm wrote; call once, after kind has made the cluster. */
  async adopt(): Promise<void> {
    for (const component of this.request.components) {
      const current = parseStaticPod(await this.#node.read(manifestPath(component)));
      const base = withoutLaunch(current, this.request.launch.components[component]);
      const [folder] = await logFolders(this.#node, component);
      this.#components.set(component, {
        base,
        current,
        placed: true,
        logs: [this.#logPath(component, 1)],
        folder,
        earlierHolder: undefined,
      });
    }
    await this.#node.run(['mkdir', '--parents', '--mode=0700', ASIDE]);
  }

  async startNodes(): Promise<void> {
    await this.#startNodes();
    await this.#waitForNodes();
  }

  /** What kubeadm gives a component besides the plan's flags. */
  flags(component: KubeComponent): Record<string, string> {
    return flagsOf(this.#of(component).base);
  }

  endpoint(component: KubeComponent): Endpoint {
    return this.#endpointAt(this.#ports[component], this.#credentials.ca.cert, this.#credentials.admin);
  }

  async replace(component: KubeComponent, launch: Launch, record: ActionRecorder): Promise<void> {
    const swapped = this.#of(component);
    const program = await this.request.programs(component, launch.version.binary);
    const old = await this.#node.running(component);
    // everything that can be had before the outage, at the same time: each question to the node costs a process in it
    const [image, earlierHolder, folders, cgroup] = await Promise.all([
      this.#image(component, launch, program, old, record),
      component === 'kube-apiserver' ? undefined : this.#lease.holder(component),
      logFolders(this.#node, component),
      old && this.#node.podCgroup(old.pid),
      this.#keepLog(component),
    ]);
    swapped.earlierHolder = earlierHolder;
    const start = String((this.#starts += 1));
    const next = withStart(swapped.base, { image, launch: launch.components[component], start });
    await this.#node.write(asidePath(component), formatStaticPod(next));
    const removeFirst = this.#swap === 'remove-first';
    await record(`${component}/stop`, async () => {
      if (removeFirst) await this.#removeManifest(component);
      else await this.#placeManifest(component, next);
      await this.#waitUntilGone(component, old);
      await Promise.all([old && this.#nextLog(component), removeFirst && this.#waitUntilForgotten(component, cgroup)]);
    });
    await record(`${component}/spawn`, async () => {
      if (removeFirst) await this.#placeManifest(component, next);
      await this.#requireCommand(component, await this.#waitUntilStarted(component, old));
      const known = new Set(folders);
      swapped.folder = (await logFolders(this.#node, component)).find((folder) => !known.has(folder));
    });
  }

  async waitUntilReady(component: Component): Promise<void> {
    if (component === 'etcd') return this.#waitUntilEtcdServes();
    const swapped = this.#of(component);
    const path = component === 'kube-apiserver' ? '/readyz' : '/healthz';
    const watch = new AbortController();
    let crashLoop: string | undefined;
    const options = {
      timeoutMs: READY_TIMEOUT_MS,
      signal: this.request.signal,
      abandoned: () => crashLoop,
      evidence: swapped.logs.slice(-1),
    };
    void this.#watchStarts(component, watch.signal, (reason) => (crashLoop = reason));
    try {
      const what = `${path} of ${component} (${this.id}) to answer 200`;
      await waitForOk(this.endpoint(component), path, { ...options, what });
      if (component !== 'kube-apiserver') await this.#lease.waitForNewLeader(component, swapped.earlierHolder, options);
    } catch (error) {
      await this.#keepLog(component);
      throw error;
    } finally {
      watch.abort();
    }
  }

  async waitUntilReported(): Promise<void> {
    await Promise.all(this.request.components.map((component) => this.#waitForMirrorPod(component)));
  }

  async #waitUntilEtcdServes(): Promise<void> {
    const what = `/health of etcd (${this.id}) to answer 200`;
    await waitForOk(this.etcd, '/health', { what, timeoutMs: READY_TIMEOUT_MS, signal: this.request.signal });
  }

  async instance(component: KubeComponent): Promise<Instance> {
    const running = await this.#node.running(component);
    if (!running) {
      throw new RehearseError({
        code: 'executable-gone',
        message: `${component} does not run in ${this.#node.container}`,
        remedy: 'its container ended; read its log',
        evidence: this.logs(component),
      });
    }
    return { id: running.id, executableSha256: await this.#node.executableSha256(running.pid) };
  }

  async snapshot(path: string): Promise<void> {
    const etcdctl = await this.request.programs('etcdctl', this.request.etcdVersion);
    await saveSnapshot(etcdctl, this.etcd.url, this.#credentials.directory, path);
  }

  logs(component: Component): readonly string[] {
    return component === 'etcd' ? [] : (this.#components.get(component)?.logs ?? []);
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    await this.#lease.close();
    await this.#client.close();
    for (const component of this.#components.keys()) await this.#keepLog(component);
    await this.#remove();
  }

  #of(component: KubeComponent): Swapped {
    const swapped = this.#components.get(component);
    if (!swapped) throw new Error(`${component} was never started in cluster ${this.id}`);
    return swapped;
  }

  #endpointAt(port: number, ca: string, pair: { cert: string; key: string }): Endpoint {
    return { url: `https://127.0.0.1:${port}`, ca, cert: pair.cert, key: pair.key };
  }

  #logPath(component: KubeComponent, number: number): string {
    return join(this.request.logDirectory, `${component}-${number}.log`);
  }

  /** The reference of an image that holds the program; brought into the node unless it is known to be there. */
  async #image(
    component: KubeComponent,
    launch: Launch,
    program: Program,
    old: RunningContainer | undefined,
    record: ActionRecorder,
  ): Promise<string> {
    const present = this.#of(component).current.spec.containers[0].image;
    if (old && !this.#images.has(present)) this.#images.set(present, await this.#node.executableSha256(old.pid));
    const known = [...this.#images].find(([, sha256]) => sha256 === program.sha256);
    if (known) return known[0];
    const reference = await record(`${component}/load-image`, () => this.#loadImage(component, launch, program));
    this.#images.set(reference, program.sha256);
    return reference;
  }

  /** Renames the manifest that was written aside into its place. */
  async #placeManifest(component: KubeComponent, pod: StaticPod): Promise<void> {
    await this.#node.rename(asidePath(component), manifestPath(component));
    Object.assign(this.#of(component), { current: pod, placed: true });
  }

  async #removeManifest(component: KubeComponent): Promise<void> {
    if (!this.#of(component).placed) return;
    await this.#node.rename(manifestPath(component), `${ASIDE}/${component}.old.yaml`);
    this.#of(component).placed = false;
  }

  /** Returns when the old container has ended. */
  async #waitUntilGone(component: KubeComponent, old: RunningContainer | undefined): Promise<void> {
    if (!old) return;
    await this.#poll(`the old ${component} (container ${old.id}) to end`, async () => {
      const running = await this.#node.isRunning(old.id);
      return running ? 'it still runs' : undefined;
    });
  }

  /**
   * Returns when the kubelet is done with the old pod: it removes the pod's cgroup last, and takes the next static pod of that
   * name without a pause only after that (pkg/kubelet/pod_workers.go, allowPodStart; kubelet.go, SyncTerminatedPod).
   */
  async #waitUntilForgotten(component: KubeComponent, cgroup: string | undefined): Promise<void> {
    if (cgroup === undefined) return;
    await this.#poll(`the kubelet to be done with the old pod of ${component}`, async () =>
      (await this.#node.has(dirname(cgroup), basename(cgroup))) ? `${cgroup} is there` : undefined,
    );
  }

  async #waitUntilStarted(component: KubeComponent, old: RunningContainer | undefined): Promise<RunningContainer> {
    let started: RunningContainer | undefined;
    await this.#poll(`the kubelet to start the new ${component}`, async () => {
      const running = await this.#node.running(component);
      if (running && running.id !== old?.id) started = running;
      return started ? undefined : 'no new container runs';
    });
    if (!started) throw new Error(`${component} was seen and not kept`);
    return started;
  }

  /** The proof that the process has the flags of the plan: its own command line. One that has ended already has none to show. */
  async #requireCommand(component: KubeComponent, { pid }: RunningContainer): Promise<void> {
    const { command } = this.#of(component).current.spec.containers[0];
    const real = await this.#node.commandLine(pid).catch(() => undefined);
    if (real === undefined || real.join('\0') === command.join('\0')) return;
    throw new RehearseError({
      code: 'command-line-differs',
      message: `${component} runs as ${real.join(' ')}, and its manifest says ${command.join(' ')}`,
      remedy: 'look who else writes to the manifests folder of the node',
    });
  }

  /** Waits for the kubelet. `condition` gives what is missing. */
  async #poll(what: string, condition: () => Promise<string | undefined>): Promise<void> {
    const timeoutMs = this.request.terminationGraceSeconds * 1000 + KUBELET_TIMEOUT_MS;
    await waitFor<void>(
      async () => {
        const missing = await condition();
        return missing === undefined ? { done: true, value: undefined } : { done: false, seen: missing };
      },
      { what, timeoutMs, intervalMs: 200, signal: this.request.signal },
    );
  }

  /** Returns when every node says that it can run pods. */
  async #waitForNodes(): Promise<void> {
    await waitFor<void>(
      async (signal) => {
        const { status, body } = await this.#client.request({ path: '/api/v1/nodes', signal, timeoutMs: 5_000 });
        if (status !== 200) return { done: false, seen: `GET /api/v1/nodes answered ${status}` };
        const { items } = JSON.parse(body.toString()) as NodeList;
        const waiting = items.filter(({ status: { conditions } }) => !conditions.some(isReady));
        const names = waiting.map(({ metadata }) => metadata.name).join(', ');
        return waiting.length === 0 ? { done: true, value: undefined } : { done: false, seen: `${names} not ready` };
      },
      { what: `the nodes of ${this.id} to be ready`, timeoutMs: READY_TIMEOUT_MS, signal: this.request.signal },
    );
  }

  /** Returns when the mirror pod shows this very container, running and ready. */
  async #waitForMirrorPod(component: KubeComponent): Promise<void> {
    const path = `/api/v1/namespaces/kube-system/pods/${component}-${CONTROL_PLANE}`;
    const what = `the kubelet to report ${component} ready (${this.id})`;
    await waitFor<void>(
      async (signal) => {
        const running = await this.#node.running(component);
        const { status, body } = await this.#client.request({ path, signal, timeoutMs: 5_000 });
        if (status !== 200) return { done: false, seen: `GET ${path} answered ${status}` };
        const [reported] = (JSON.parse(body.toString()) as MirrorPod).status?.containerStatuses ?? [];
        if (running && reported?.ready && reported.containerID === `containerd://${running.id}`) {
          return { done: true, value: undefined };
        }
        return { done: false, seen: `${reported?.containerID ?? 'no container'}, ready: ${String(reported?.ready)}` };
      },
      { what, timeoutMs: READY_TIMEOUT_MS, intervalMs: 250, signal: this.request.signal },
    );
  }

  /** Looks every few seconds how often the kubelet has started the pod's container since this began. */
  async #watchStarts(component: KubeComponent, signal: AbortSignal, give: (reason: string) => void): Promise<void> {
    let before: number | undefined;
    while (!signal.aborted) {
      const { folder } = this.#of(component);
      const starts = folder === undefined ? 0 : await startsIn(this.#node, folder).catch(() => 0);
      // faults may have ended it often, and it was well again each time
      before ??= Math.max(starts - 1, 0);
      if (starts - before >= MAX_STARTS) {
        give(`${component} was started ${starts - before} times and ended each time`);
      }
      await delay(3_000, undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * Copies the present pod's log to the host. The kubelet removes it with the pod, so it is copied before a stop and once more
   * after it, as far as the node still has it.
   */
  async #keepLog(component: KubeComponent): Promise<void> {
    const { folder, logs } = this.#of(component);
    const path = logs.at(-1);
    if (folder !== undefined && path !== undefined) await copyLogs(this.#node, folder, path).catch(() => undefined);
  }

  /** Keeps what the old pod has logged to its end, and begins another log. */
  async #nextLog(component: KubeComponent): Promise<void> {
    const { logs } = this.#of(component);
    await this.#keepLog(component);
    logs.push(this.#logPath(component, logs.length + 1));
  }
}

interface MirrorPod {
  readonly status?: { readonly containerStatuses?: readonly { containerID?: string; ready?: boolean }[] };
}

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

function isReady({ type, status }: { readonly type: string; readonly status: string }): boolean {
  return type === 'Ready' && status === 'True';
}

/** Where a manifest waits until it is renamed into its place. */
function asidePath(component: KubeComponent): string {
  return `${ASIDE}/${component}.yaml`;
}

function manifestPath(component: KubeComponent): string {
  return `${MANIFESTS}/${component}.yaml`;
}
