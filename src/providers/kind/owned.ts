import { createHash } from 'node:crypto';
import { docker } from '../../containers/docker.js';
import { processesNaming } from '../../support/proc.js';
import { waitFor } from '../../support/wait.js';

/** kind's label of a cluster's nodes (sigs.k8s.io/kind pkg/cluster/internal/providers/docker/constants.go). */
const CLUSTER_LABEL = 'io.x-k8s.kind.cluster';
/** Our label of what kind does not make: the cluster that it belongs to. */
const OWN_LABEL = 'io.kube-rehearse.cluster';

const REMOVE_TIMEOUT_MS = 120_000;

/** The name of the cluster of a run: short, because the nodes' host names begin with it, and nobody else's. */
export function clusterName(runId: string): string {
  return `kube-rehearse-${createHash('sha256').update(runId).digest('hex').slice(0, 12)}`;
}

/** Makes the network that the nodes of one cluster, and nothing else, are in. */
export async function createNetwork(cluster: string): Promise<void> {
  await docker(['network', 'create', '--driver=bridge', `--label=${OWN_LABEL}=${cluster}`, cluster]);
}

/**
 * Removes the nodes of a cluster with their volumes, and its network; nothing that is not there is an error. What a dying
 * kind had just asked the engine for may still appear: it is looked again until nothing is left twice in a row.
 */
export async function removeCluster(cluster: string): Promise<void> {
  // kind's own children, such as `docker run --name CLUSTER-control-plane`, outlive it
  for (const { pid } of processesNaming(cluster)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it ended in between, or is a node's own, which ends with the node
    }
  }
  // an engine that is gone does not come back while we wait: its own words at once, instead of a time-out
  await nodesOf(cluster);
  let clean = 0;
  await waitFor<void>(
    async () => {
      const nodes = await nodesOf(cluster);
      if (nodes.length > 0) await docker(['rm', '--force', '--volumes', ...nodes], { timeoutMs: REMOVE_TIMEOUT_MS });
      const networks = await networksOf(cluster);
      if (networks.length > 0) await docker(['network', 'rm', ...networks]);
      clean = nodes.length + networks.length === 0 ? clean + 1 : 0;
      return clean >= 2 ? { done: true, value: undefined } : { done: false, seen: [...nodes, ...networks].join() };
    },
    { what: `cluster ${cluster} to be removed`, timeoutMs: REMOVE_TIMEOUT_MS, intervalMs: 200 },
  );
}

/** The containers that are the cluster's nodes, by name, running or not. */
export async function nodesOf(cluster: string): Promise<string[]> {
  const filter = `--filter=label=${CLUSTER_LABEL}=${cluster}`;
  return lines(await docker(['ps', '--all', filter, '--format={{.Names}}']));
}

async function networksOf(cluster: string): Promise<string[]> {
  return lines(await docker(['network', 'ls', '--quiet', `--filter=label=${OWN_LABEL}=${cluster}`]));
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
