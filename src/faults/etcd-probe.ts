import { EtcdMaintenance } from '../kube/etcd-maintenance.js';
import { EtcdClient } from '../kube/etcd-client.js';
import type { Endpoint } from '../model/endpoint.js';
import { waitFor } from '../support/wait.js';
import { closing } from './closing.js';
import { END_TIMEOUT_MS, type FaultContext } from './fault.js';

/** A key outside of everything that Kubernetes stores; it is gone again before a fault has ended. */
export const PROBE_KEY = '/kube-rehearse/probe';

/** Does something with etcd over connections of its own. */
export function withEtcd<T>(endpoint: Endpoint, act: (etcd: EtcdClient) => Promise<T>): Promise<T> {
  return closing(new EtcdClient(endpoint), act);
}

/** Does something with etcd's maintenance over a connection of its own. */
export function withMaintenance<T>(endpoint: Endpoint, act: (etcd: EtcdMaintenance) => Promise<T>): Promise<T> {
  return closing(new EtcdMaintenance(endpoint), act);
}

/** Returns when etcd has taken a write, and no probe is left in it; throws otherwise. */
export async function probeWrite(endpoint: Endpoint): Promise<void> {
  await withEtcd(endpoint, async (etcd) => {
    await etcd.put(PROBE_KEY, Buffer.from('probe'));
    await etcd.delete(PROBE_KEY);
  });
}

/** Returns once etcd takes a write. */
export async function waitForWrites({ cluster, signal }: FaultContext): Promise<string> {
  return waitFor(
    async () => {
      await probeWrite(cluster.etcd);
      return { done: true, value: 'etcd takes a write' };
    },
    { what: 'etcd to take a write', timeoutMs: END_TIMEOUT_MS, signal },
  );
}
