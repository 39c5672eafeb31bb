import type { Behaviour } from '../model/behaviour.js';
import type { Checkpoint, ObservationProblem, Surface, WaveResult } from '../model/observation.js';
import type { PlannedStep } from '../model/plan.js';
import { minorOf } from '../model/version.js';
import { KubeClient } from '../kube/kube-client.js';
import { observeComponents } from '../probes/component-evidence.js';
import { observeBehaviour } from '../probes/behaviour.js';
import { observe } from '../probes/observe.js';
import { settle } from '../probes/settle.js';
import type { Cluster } from '../providers/cluster.js';
import { writeWave } from '../workload/write-wave.js';
import type { RunContext } from './run-context.js';
import type { Saboteur } from './saboteur.js';

/** What was seen of a stop, all but what a rollback from there would do. */
export type Visit = Omit<Checkpoint, 'rollback'>;

/** Looks at a stop as the transition left it, writes the stop's wave, and looks again. */
export async function visitStop(
  context: RunContext,
  cluster: Cluster,
  step: PlannedStep,
  saboteur: Saboteur,
): Promise<Visit> {
  const { programs } = context.request;
  const open = (): KubeClient => saboteur.openClient(cluster.api, step.index);
  const settled = (moment: string): Promise<ObservationProblem[]> =>
    context.record(step, `${moment}/settle`, async () => {
      const message = await settle(cluster, context.signal);
      return message === undefined ? [] : [{ probe: 'settle', subject: 'etcd', message }];
    });

  await saboteur.plant(cluster, step.index, 'arrival');
  await context.record(step, 'arrival/reported', () => cluster.waitUntilReported());
  const onArrival = await settled('arrival');
  const components = await context.record(step, 'arrival/evidence', () =>
    observeComponents(cluster, async (component) => (await programs(component, step.launch.version.binary)).sha256),
  );
  const arrival = await context.record(step, 'arrival/observe', () =>
    observe(cluster, open, context.known, context.signal),
  );
  const behaviour = await context.record(step, 'arrival/behaviour', () => ask(context, open(), arrival.surface));
  const wave = await context.record(step, 'wave', () => write(context, cluster, step, arrival.surface));
  await saboteur.plant(cluster, step.index, 'wave');
  const onDeparture = await settled('departure');
  const departure = await context.record(step, 'departure/observe', () =>
    observe(cluster, open, context.known, context.signal),
  );
  return {
    step: step.name,
    components,
    arrival: { ...arrival, problems: [...arrival.problems, ...onArrival] },
    behaviour: saboteur.bend(behaviour, step.index),
    departure: { ...departure, problems: [...departure.problems, ...onDeparture] },
    wave,
  };
}

async function ask({ request, known }: RunContext, client: KubeClient, surface: Surface): Promise<Behaviour> {
  try {
    return await observeBehaviour(client, surface, request.questions, known.behaviour);
  } finally {
    await client.close();
  }
}

async function write(context: RunContext, cluster: Cluster, step: PlannedStep, surface: Surface): Promise<WaveResult> {
  const { plan, meter } = context.request;
  const files = step.index === 0 ? [...plan.manifests, ...step.apply] : step.apply;
  const client = new KubeClient(cluster.api, { meter });
  try {
    return await writeWave({
      client,
      surface,
      index: step.index,
      image: cluster.podImage,
      manifests: files.flatMap((file) => file.documents),
      from: minorOf(plan.versions.from),
      to: minorOf(plan.versions.to),
      signal: context.signal,
    });
  } finally {
    await client.close();
  }
}
