import { KUBE_COMPONENTS, type Component, type KubeComponent } from '../model/component.js';
import type { Launch, PlannedStep } from '../model/plan.js';
import type { ActionRecorder, Cluster } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import { Halt, Injections } from './injections.js';
import type { RunContext } from './run-context.js';
import type { Saboteur } from './saboteur.js';

/** A component that did not come up after a transition: the step did not land, which is a finding. */
export class StepFailure extends Error {}

/**
 * Replaces the components in the step's order, each ready before the next one goes; where the plan says so, after another
 * transition that ends half-way. Faults act at their points and have ended before it returns. Throws StepFailure when a
 * component does not come up.
 */
export async function transition(
  context: RunContext,
  cluster: Cluster,
  step: PlannedStep,
  saboteur: Saboteur,
): Promise<void> {
  const { faults = [], halfway } = step;
  const { terminationGraceSeconds } = context.request.plan;
  const injections = new Injections(context, step, { cluster, terminationGraceSeconds }, saboteur);
  try {
    if (halfway) {
      await replaceAll(context, cluster, step, halfway, injections.recorder(halfway)).catch((error: unknown) => {
        if (!(error instanceof Halt)) throw error;
        context.request.journal.halted(step.name, error.point);
      });
    }
    await replaceAll(context, cluster, step, step, injections.recorder(step));
    await injections.finish();
  } finally {
    await injections.close();
  }
  // whoever was replaced first has served through the others' restarts, and all through the faults; they must still be well
  const disturbed = halfway !== undefined || faults.length > 0;
  const others: readonly Component[] = disturbed ? ['etcd', ...KUBE_COMPONENTS] : step.order.slice(0, -1);
  const record: ActionRecorder = (action, act) => context.record(step, action, act);
  for (const component of others) await landed(context, cluster, step, component, record);
}

async function replaceAll(
  context: RunContext,
  cluster: Cluster,
  step: PlannedStep,
  { order, launch }: { readonly order: readonly KubeComponent[]; readonly launch: Launch },
  record: ActionRecorder,
): Promise<void> {
  for (const component of order) {
    await cluster.replace(component, launch, record);
    await landed(context, cluster, step, component, record);
  }
}

async function landed(
  context: RunContext,
  cluster: Cluster,
  step: PlannedStep,
  component: Component,
  record: ActionRecorder,
): Promise<void> {
  try {
    await record(`${component}/ready`, () => cluster.waitUntilReady(component));
  } catch (error) {
    if (context.signal.aborted || error instanceof Halt) throw error;
    throw new StepFailure(`${step.name} did not land: ${messageOf(error)}`, { cause: error });
  }
}
