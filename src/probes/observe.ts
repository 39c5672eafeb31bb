import type { Observation, ObservationProblem, ServedObject, StoredObject } from '../model/observation.js';
import { readSurface } from '../kube/discovery.js';
import { EtcdClient } from '../kube/etcd-client.js';
import { KubeClient } from '../kube/kube-client.js';
import type { Cluster } from '../providers/cluster.js';
import { Interner } from '../support/interner.js';
import { KnownBehaviour } from './behaviour.js';
import { readPodCounts } from './pod-counts.js';
import { readServedObjects } from './served-objects.js';
import { readStoredObjects } from './stored-objects.js';

/** What the observations of one run have in common; give the same one to all of them. */
export class KnownSightings {
  readonly stored = new Interner<StoredObject>();
  readonly served = new Interner<ServedObject>();
  readonly behaviour = new KnownBehaviour();
}

/**
 * Looks at a cluster once: its surface, every stored key, every served object, and what counting pods say. What cannot be seen is a problem of the
 * observation; only a cluster that does not answer at all throws. `open` makes the client that looks.
 */
export async function observe(
  cluster: Cluster,
  open: () => KubeClient = () => new KubeClient(cluster.api),
  known: KnownSightings = new KnownSightings(),
): Promise<Observation> {
  const api = open();
  const etcd = new EtcdClient(cluster.etcd);
  try {
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
  } finally {
    await api.close();
    await etcd.close();
  }
}

function sorted(problems: readonly ObservationProblem[]): ObservationProblem[] {
  const key = (problem: ObservationProblem): string => `${problem.probe} ${problem.subject} ${problem.message}`;
  return [...problems].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
