import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import type { Question } from '../model/behaviour.js';
import type { OracleEvidence } from '../model/judge-input.js';
import type { FeatureGate } from '../model/observation.js';
import { readSurface } from '../kube/discovery.js';
import { EtcdClient } from '../kube/etcd-client.js';
import { KubeClient } from '../kube/kube-client.js';
import { readGates } from '../kube/metrics.js';
import type { Cluster } from '../providers/cluster.js';
import { KnownBehaviour, observeBehaviour } from './behaviour.js';
import { readStoredObjects } from './stored-objects.js';

/**
 * Reads the surface, the store, the answers to the questions, and the gates of all three components. Throws when one does not
 * answer.
 */
export async function observeOracle(
  cluster: Cluster,
  questions: readonly Question[],
  known = new KnownBehaviour(),
): Promise<OracleEvidence> {
  const gates = await Promise.all(
    KUBE_COMPONENTS.map(async (component) => {
      const client = new KubeClient(cluster.endpoint(component), { connections: 1 });
      try {
        return [component, readGates(await client.text('/metrics'))] as const;
      } finally {
        await client.close();
      }
    }),
  );
  const client = new KubeClient(cluster.api);
  const etcd = new EtcdClient(cluster.etcd);
  try {
    const { surface, problems } = await readSurface(client);
    const store = await readStoredObjects(etcd);
    const behaviour = await observeBehaviour(client, surface, questions, known);
    return {
      surface,
      behaviour,
      problems,
      store,
      gates: Object.fromEntries(gates) as Record<KubeComponent, FeatureGate[]>,
    };
  } finally {
    await client.close();
    await etcd.close();
  }
}
