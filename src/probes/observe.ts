import type { Observation, ObservationProblem, ServedObject, StoredObject } from '../model/observation.js';
import { readSurface } from '../kube/discovery.js';
import { EtcdClient } from '../kube/etcd-client.js';
import { KubeClient } from '../kube/kube-client.js';
import type { Cluster } from '../providers/cluster.js';
import { Interner } from '../support/interner.js';
import { KnownBehaviour } from './behaviour.js';
import { withoutLeases } from './lease-keys.js';
import { readPodCounts } from './pod-counts.js';
import { readServedObjects } from './served-objects.js';
import { settle } from './settle.js';
import { readStoredObjects, REGISTRY } from './stored-objects.js';

/** What the observations of one run have in common; give the same one to all of them. */
export class KnownSightings {
  readonly stored = new Interner<StoredObject>();
  readonly served = new Interner<ServedObject>();
  readonly behaviour = new KnownBehaviour();

  /** Lets go of the objects of a run that is over: they are on disk, and who judges them reads them from there. */
  forget(): void {
    this.stored.clear();
    this.served.clear();
  }
}

/** How often a cluster is looked at, at most, until nothing was written meanwhile. */
const LOOKS = 3;

/**
 * Looks at a cluster: its surface, every stored key, every served object, and what counting pods say. These are seen one after the other, so
 * it looks again when something was written meanwhile. What cannot be seen is a problem of the observation; only a cluster that does not answer
 * at all throws, and `signal`. `open` makes the client that looks.
 */
export async function observe(
  cluster: Cluster,
  open: () => KubeClient = () => new KubeClient(cluster.api),
  known: KnownSightings = new KnownSightings(),
  signal?: AbortSignal,
): Promise<Observation> {
  const api = open();
  const etcd = new EtcdClient(cluster.etcd);
  try {
    for (let looks = 1; ; looks += 1) {
      const seen = await look(cluster, api, etcd, known);
      const written = await writtenSince(etcd, seen.store);
      if (written.length === 0) return seen;
      if (looks === LOOKS) {
        const message = `while the cluster was looked at, somebody wrote ${written.slice(0, 5).join(', ')}`;
        return { ...seen, problems: sorted([...seen.problems, { probe: 'observe', subject: 'etcd', message }]) };
      }
      await settle(cluster, signal);
    }
  } finally {
    await api.close();
    await etcd.close();
  }
}

async function look(cluster: Cluster, api: KubeClient, etcd: EtcdClient, known: KnownSightings): Promise<Observation> {
  const store = await readStoredObjects(etcd, known.stored);
  const reading = await readSurface(api);
  const { served, problems } = await readServedObjects(api, reading.surface, known.served);
  const counted = cluster.runsPods ? await readPodCounts(api, store) : undefined;
  return {
    surface: reading.surface,
    store,
    served,
    ...(counted && { counts: counted.counts }),
    problems: sorted([...reading.problems, ...problems, ...(counted?.problems ?? [])]),
  };
}

/** What was written or deleted after `store` was read, but for leases. */
async function writtenSince(etcd: EtcdClient, store: readonly StoredObject[]): Promise<string[]> {
  const newest = store.reduce((latest, { modRevision }) => Math.max(latest, modRevision), 0);
  const { keys, count } = await etcd.changedSince(REGISTRY, newest);
  const written = withoutLeases(keys);
  // whatever is new is among the written, so that fewer keys than before are deletions
  return written.length === 0 && count < store.length ? [`${store.length - count} deletions`] : written;
}

function sorted(problems: readonly ObservationProblem[]): ObservationProblem[] {
  const key = (problem: ObservationProblem): string => `${problem.probe} ${problem.subject} ${problem.message}`;
  return [...problems].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
