import type { KubeComponent } from '../model/component.js';
import type { PlannedStep } from '../model/plan.js';
import type { Cluster } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import type { RunContext } from './run-context.js';

/** A component that did not come up after a transition: the step did not land, which is a finding. */
export class StepFailure extends Error {}

/**
 * Replaces the components in the step's order, each ready before the next one goes. Throws StepFailure when one does not
 * come up.
 */
export async function transition(context: RunContext, cluster: Cluster, step: PlannedStep): Promise<void> {
  for (const component of step.order) {
    await cluster.replace(component, step.launch, (action, act) => context.record(step, action, act));
    await landed(context, cluster, step, component);
  }
  // whoever was replaced first has served through the others' restarts; it must still be well
  for (const component of step.order.slice(0, -1)) await landed(context, cluster, step, component);
}

async function landed(
  context: RunContext,
  cluster: Cluster,
  step: PlannedStep,
  component: KubeComponent,
): Promise<void> {
  try {
    await context.record(step, `${component}/ready`, () => cluster.waitUntilReady(component));
  } catch (error) {
    if (context.signal.aborted) throw error;
    throw new StepFailure(`${step.name} did not land: ${messageOf(error)}`, { cause: error });
  }
}
