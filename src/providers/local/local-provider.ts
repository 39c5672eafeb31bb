import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { KUBE_COMPONENTS } from '../../model/component.js';
import { OwnRunRecord } from '../../support/run-records.js';
import { RehearseError } from '../../support/errors.js';
import type { Cluster, ClusterPorts, ClusterProvider, ProvisionRequest } from '../cluster.js';
import { createAuthorities, writeCredentials, type Authorities } from '../credentials.js';
import type { Ports } from './flags.js';
import { findFreePorts, isFree } from '../free-ports.js';
import { writeKubeconfigs } from '../kubeconfigs.js';
import { LocalLinks } from './local-links.js';
import { LocalCluster } from './local-cluster.js';
import { restoreData } from './restore-data.js';

/** Control planes of plain processes on loopback; the default, and what oracles run on whatever the provider of the run. */
export class LocalProvider implements ClusterProvider {
  readonly name = 'local';
  readonly #kwokVersion: string;
  #authorities: Promise<Authorities> | undefined;

  /** `kwokVersion` is that of the program that plays the nodes. Its clusters share the given authorities, or some of their own. */
  constructor(kwokVersion: string, authorities?: Authorities) {
    this.#kwokVersion = kwokVersion;
    if (authorities) this.#authorities = Promise.resolve(authorities);
  }

  async unavailableReason(): Promise<string | undefined> {
    if (process.platform !== 'linux') return 'the local provider needs Linux; run it in a Linux machine or container';
    const setpriv = await execa('setpriv', ['--version'], { reject: false, stdin: 'ignore' });
    return setpriv.failed ? 'the local provider needs `setpriv`; install the package util-linux' : undefined;
  }

  async provision(request: ProvisionRequest): Promise<Cluster> {
    const record = await OwnRunRecord.create(request.id, request.workDirectory);
    let cluster: LocalCluster | undefined;
    try {
      this.#authorities ??= createAuthorities();
      cluster = await prepare(request, record, await this.#authorities, this.#kwokVersion);
      await cluster.start();
      return cluster;
    } catch (error) {
      await cluster?.stop();
      await rm(request.workDirectory, { recursive: true, force: true });
      await record.remove();
      throw error;
    }
  }
}

/** Writes everything that the cluster's processes read. */
async function prepare(
  request: ProvisionRequest,
  record: OwnRunRecord,
  authorities: Authorities,
  kwokVersion: string,
): Promise<LocalCluster> {
  await mkdir(request.workDirectory, { recursive: true, mode: 0o700 });
  await mkdir(request.logDirectory, { recursive: true, mode: 0o700 });
  const places = {
    pki: join(request.workDirectory, 'pki'),
    kubeconfigs: join(request.workDirectory, 'kubeconfigs'),
    data: join(request.workDirectory, 'etcd'),
  };
  const credentials = await writeCredentials(places.pki, authorities);
  const ports = request.ports ? await requirePorts(request.ports) : await choosePorts();
  const links = await LocalLinks.listen(request.links ?? [], ports);
  const seen = links.seenBy('kube-controller-manager', ports);
  await writeKubeconfigs(places.kubeconfigs, places.pki, seen['kube-apiserver']);
  if (request.restoreFrom) await restoreData(request, request.restoreFrom, places.data);
  return new LocalCluster({
    request,
    credentials,
    ports,
    places,
    links,
    kwokVersion,
    onSpawn: (pid) => record.addProcess(pid),
    onStopped: () => record.remove(),
  });
}

/** The ports of an earlier cluster for another one in its place. Throws a RehearseError when somebody listens at one. */
async function requirePorts(earlier: ClusterPorts): Promise<Ports> {
  const numbers: number[] = [];
  for (const name of LISTENERS) {
    const number = earlier[name];
    if (number === undefined) throw new Error(`no port of ${name} is known`);
    numbers.push(number);
    if (await isFree(number)) continue;
    throw new RehearseError({
      code: 'port-taken',
      message: `port ${number} on 127.0.0.1, where ${name} listened and as which it stands in etcd, is taken`,
      remedy: 'end what listens there, and go on again',
    });
  }
  return portsOf(numbers);
}

async function choosePorts(): Promise<Ports> {
  return portsOf(await findFreePorts(LISTENERS.length));
}

/** Who listens in a cluster. */
const LISTENERS = ['etcd', 'etcd-peer', ...KUBE_COMPONENTS] as const satisfies readonly (keyof Ports)[];

/** One number for each of {@link LISTENERS}, in their order. */
function portsOf(numbers: readonly number[]): Ports {
  return Object.fromEntries(LISTENERS.map((name, at) => [name, numbers[at]])) as Record<keyof Ports, number>;
}
