import { removeCluster } from '../providers/kind/owned.js';
import type { ClusterProvider } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import type { EventSink } from '../support/events.js';
import { findLeftovers, removeLeftover } from '../support/run-records.js';
import { requireAvailable } from './require-available.js';

/**
 * Refuses a machine that cannot host the provider's clusters, and removes what dead runs left on one that can. A kind
 * cluster that cannot be reached now is left to the next run, or to `clean`.
 */
export async function readyProvider(provider: ClusterProvider, events: EventSink): Promise<void> {
  requireAvailable(await provider.unavailableReason());
  for (const leftover of await findLeftovers()) {
    const { id } = leftover.record;
    events({ type: 'progress', message: `removing what a dead run left: ${id}` });
    try {
      await removeLeftover(leftover, removeCluster);
    } catch (error) {
      events({ type: 'warning', message: `${id} could not be removed: ${messageOf(error)}` });
    }
  }
}
