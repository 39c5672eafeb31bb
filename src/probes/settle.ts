import { EtcdClient } from '../kube/etcd-client.js';
import { messageOf } from '../support/errors.js';
import { waitFor } from '../support/wait.js';
import type { Cluster } from '../providers/cluster.js';
import { withoutLeases } from './lease-keys.js';
import { REGISTRY } from './stored-objects.js';

/** How long nothing may be written for the store to count as settled; controllers react within tens of milliseconds. */
const QUIET_MS = 2_000;
const TIMEOUT_MS = 90_000;

/**
 * Returns when nobody but the lease holders has written to the store, or deleted from it, for two seconds; or says what was
 * still being written after 90 s.
 */
export async function settle(cluster: Cluster, signal?: AbortSignal): Promise<string | undefined> {
  const etcd = new EtcdClient(cluster.etcd);
  let revision = 0;
  let lastWrite = performance.now();
  try {
    await waitFor(
      async () => {
        const changed = await etcd.changedSince(REGISTRY, revision);
        const busy = withoutLeases(changed.keys);
        // each write makes one revision; one that no key shows was a deletion, or hidden by a later write
        const unseen = revision === 0 ? 0 : changed.revision - revision - changed.keys.length;
        if (unseen > 0) busy.push(`${unseen} keys that are gone or were written again`);
        revision = changed.revision;
        if (busy.length > 0) lastWrite = performance.now();
        if (performance.now() - lastWrite >= QUIET_MS) return { done: true, value: undefined };
        return {
          done: false,
          seen: busy.length > 0 ? `writes to ${busy.slice(0, 5).join(', ')}` : 'quiet, not yet long enough',
        };
      },
      { what: 'the control plane to stop writing', timeoutMs: TIMEOUT_MS, intervalMs: 200, signal },
    );
    return undefined;
  } catch (error) {
    if (signal?.aborted) throw error;
    return messageOf(error);
  } finally {
    await etcd.close();
  }
}
