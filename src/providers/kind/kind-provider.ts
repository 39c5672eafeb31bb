import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeComponent } from '../../model/component.js';
import type { Launch } from '../../model/plan.js';
import type { KindSwap } from '../../model/scenario.js';
import type { Release } from '../../model/version.js';
import { messageOf } from '../../support/errors.js';
import { OwnRunRecord } from '../../support/run-records.js';
import type { Cluster, ClusterProvider, Program, ProvisionRequest } from '../cluster.js';
import { createAuthorities, writeCredentials, type Authorities } from '../credentials.js';
import { findFreePorts } from '../free-ports.js';
import { writeKubeconfigs } from '../kubeconfigs.js';
import { kindConfig, nodeNames, staticPodPatches, type KindDocument, type PublishedPorts } from './kind-config.js';
import { KindCluster } from './kind-cluster.js';
import { runKind, type KindCommand } from './kind-command.js';
import { Node } from './node.js';
import { comparableFlags, withFlags, type ComponentFlags } from './oracle-flags.js';
import { clusterName, createNetwork, nodesOf, removeCluster } from './owned.js';

/** A node image that the engine has. */
export interface KindNodeImage {
  readonly reference: string;
  readonly source: 'published' | 'built';
  readonly kubeletSettings: Readonly<Record<string, unknown>>;
}

/** What kind clusters are made of; everything is there before the first one is made. */
export interface KindParts {
  /** The kind program. */
  readonly kind: string;
  readonly nodeImage: KindNodeImage;
  /** kind's configuration of the nodes. */
  readonly config: KindDocument;
  readonly swap: KindSwap;
  /** Makes an image of a program: its reference, and an archive in the folder. */
  readonly componentImage: (
    component: KubeComponent,
    release: Release,
    program: Program,
    directory: string,
  ) => Promise<{ readonly reference: string; readonly archive: string }>;
  /** Makes the image of the pods that a rehearsal runs: its reference, and an archive in the folder. */
  readonly workloadImage: (directory: string) => Promise<{ readonly reference: string; readonly archive: string }>;
  /** Makes the oracles' provider, whose clusters have these authorities. */
  readonly localProvider: (authorities: Authorities) => ClusterProvider;
  /** Why the engine cannot make clusters. */
  readonly engineUnavailableReason: () => Promise<string | undefined>;
}

/** Real kind clusters: nodes are containers of a docker engine, the control plane is static pods under a kubelet. */
export class KindProvider implements ClusterProvider {
  readonly name = 'kind';
  readonly #parts: KindParts;
  readonly #authorities: Promise<Authorities> = createAuthorities();
  readonly #flags = withResolver<ComponentFlags>();

  constructor(parts: KindParts) {
    this.#parts = parts;
  }

  /** The nodes on which a kubelet runs, as they are named in the cluster. */
  get nodes(): readonly string[] {
    return nodeNames(this.#parts.config);
  }

  async unavailableReason(): Promise<string | undefined> {
    return this.#parts.engineUnavailableReason();
  }

  async provision(request: ProvisionRequest): Promise<Cluster> {
    const cluster = clusterName(request.id);
    const record = await OwnRunRecord.create(request.id, request.workDirectory, cluster);
    try {
      const made = await this.#make(request, cluster, record);
      this.#flags.resolve({
        'kube-apiserver': comparableFlags(made.flags('kube-apiserver')),
        'kube-controller-manager': comparableFlags(made.flags('kube-controller-manager')),
        'kube-scheduler': comparableFlags(made.flags('kube-scheduler')),
      });
      return made;
    } catch (error) {
      this.#flags.reject(error);
      try {
        await release(request, cluster, record);
      } catch (leftover) {
        // why it failed is worth more; the record stays for `clean`
        request.onWarning?.(`${cluster} could not be removed: ${messageOf(leftover)}`);
      }
      throw error;
    }
  }

  /**
   * Plain processes with the rehearsed cluster's own flags and certificate authorities, so that nothing but the version
   * differs. They wait for the cluster, whose flags they take.
   */
  oracles(): ClusterProvider {
    const local = this.#authorities.then((authorities) => this.#parts.localProvider(authorities));
    return {
      name: 'local',
      unavailableReason: async () => (await local).unavailableReason(),
      provision: async (request) => {
        const launch = withFlags(request.launch, await this.#flags.promise);
        return (await local).provision({ ...request, launch });
      },
    };
  }

  async #make(request: ProvisionRequest, cluster: string, record: OwnRunRecord): Promise<KindCluster> {
    const { workDirectory, logDirectory, launch, signal } = request;
    const { kind: program, nodeImage, config, swap, componentImage, workloadImage } = this.#parts;
    const folder = (name: string): string => join(workDirectory, name);
    for (const path of [logDirectory, folder('patches'), folder('images')]) {
      await mkdir(path, { recursive: true, mode: 0o700 });
    }
    const credentials = await writeCredentials(folder('pki'), await this.#authorities);
    const ports = await choosePorts();
    await writeKubeconfigs(folder('kubeconfigs'), folder('pki'), ports['kube-apiserver']);
    for (const [name, text] of Object.entries(staticPodPatches(launch, request.terminationGraceSeconds))) {
      await writeFile(join(folder('patches'), name), text, { mode: 0o600 });
    }
    const settings = {
      launch,
      ports,
      pki: folder('pki'),
      patches: folder('patches'),
      // every stop adds some ten running pods, and a kubelet takes 110 unless told; its pod network has room for 254
      kubelet: { maxPods: 250, ...nodeImage.kubeletSettings },
      bareImage: nodeImage.source === 'built',
    };
    await writeFile(folder('kind.yaml'), kindConfig(config, settings), { mode: 0o600 });
    const command: KindCommand = {
      program,
      cluster,
      kubeconfig: folder('kubeconfig'),
      onSpawn: (pid) => record.addProcess(pid),
    };
    signal?.throwIfAborted();
    await createNetwork(cluster);
    try {
      // a failed cluster is kept until its logs are
      const create = ['create', 'cluster', '--retain', '--image', nodeImage.reference, '--config', folder('kind.yaml')];
      await runKind(command, create, join(logDirectory, 'kind-create.log'), signal);
    } catch (error) {
      await keepNodeLogs(request, cluster);
      throw error;
    }
    const node = new Node(`${cluster}-control-plane`);
    const load = async (archive: string, ...options: readonly string[]): Promise<void> => {
      await runKind(
        command,
        ['load', 'image-archive', archive, ...options],
        join(logDirectory, 'kind-load.log'),
        signal,
      );
      await rm(archive, { force: true });
    };
    const workload = await workloadImage(folder('images'));
    const made = new KindCluster({
      request,
      node,
      containerId: await node.containerId(),
      credentials,
      ports,
      swap,
      loadImage: async (component: KubeComponent, { version }: Launch, binary: Program) => {
        const { reference, archive } = await componentImage(component, version.binary, binary, folder('images'));
        await load(archive, '--nodes', node.container);
        return reference;
      },
      podImage: workload.reference,
      startNodes: () => load(workload.archive),
      remove: async () => {
        await keepNodeLogs(request, cluster);
        await release(request, cluster, record);
      },
    });
    await made.adopt();
    return made;
  }
}

/** Copies what the nodes have logged, as far as there are nodes; that it fails is no reason not to remove them. */
async function keepNodeLogs(request: ProvisionRequest, cluster: string): Promise<void> {
  try {
    for (const name of await nodesOf(cluster)) {
      const node = new Node(name);
      // what systemd said, and what the kubelet and the container runtime did
      await writeFile(join(request.logDirectory, `${name}.log`), await node.consoleLog(), { mode: 0o600 });
      const journal = await node.run(['journalctl', '--no-pager', '--output=short-precise']);
      await writeFile(join(request.logDirectory, `${name}-journal.log`), journal, { mode: 0o600 });
    }
  } catch (error) {
    request.onWarning?.(`the logs of the nodes of ${cluster} could not be kept: ${messageOf(error)}`);
  }
}

async function release(request: ProvisionRequest, cluster: string, record: OwnRunRecord): Promise<void> {
  await removeCluster(cluster);
  await rm(request.workDirectory, { recursive: true, force: true });
  await record.remove();
}

async function choosePorts(): Promise<PublishedPorts> {
  const [apiserver, manager, scheduler, etcd] = (await findFreePorts(4)) as [number, number, number, number];
  return { 'kube-apiserver': apiserver, 'kube-controller-manager': manager, 'kube-scheduler': scheduler, etcd };
}

/** A promise that is settled from outside, once; nobody need wait for it. */
function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let settle: { resolve: (value: T) => void; reject: (reason: unknown) => void } | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  promise.catch(() => undefined);
  return { promise, resolve: (value) => settle?.resolve(value), reject: (reason) => settle?.reject(reason) };
}
