import type { LoadHistory } from '../model/load.js';
import type { PlannedStep } from '../model/plan.js';
import type { Cluster } from '../providers/cluster.js';
import { Load } from '../workload/load/load.js';
import type { RunContext } from './run-context.js';
import type { Saboteur } from './saboteur.js';

/** Does something to a cluster while the load writes to it and watches, and gives what came of the load. */
export async function underLoad(
  context: RunContext,
  cluster: Cluster,
  step: PlannedStep,
  saboteur: Saboteur,
  act: () => Promise<void>,
): Promise<LoadHistory> {
  const load = await context.record(step, 'load/begin', () =>
    Load.begin({
      id: step.name,
      etcd: cluster.etcd,
      openClient: () => saboteur.openLoadClient(cluster.api, step.index),
    }),
  );
  try {
    await act();
    return await context.record(step, 'load/finish', () => load.finish(context.signal));
  } finally {
    await load.close();
  }
}
