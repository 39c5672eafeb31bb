import { processesHiddenReason } from '../containers/engine.js';
import { unavailableReason, type FaultSite } from '../faults/index.js';
import { describeFault } from '../model/fault.js';
import type { Scenario } from '../model/scenario.js';
import type { ClusterProvider } from '../providers/cluster.js';
import { PlanRefusal, positionOf, type Refusal } from '../plan/refusal.js';

/** Where the faults of a rehearsal on a provider are to happen. */
export function siteOf(provider: ClusterProvider['name']): FaultSite {
  return provider === 'kind' ? { provider, processesHiddenReason } : { provider };
}

/** Refuses a scenario with a fault that this machine cannot do, before anything is started. Throws {@link PlanRefusal}. */
export async function requireAvailableFaults(scenario: Scenario, site: FaultSite): Promise<void> {
  const refusals: Refusal[] = [];
  for (const [step, { faults = [] }] of scenario.steps.entries()) {
    for (const [index, { spec }] of faults.entries()) {
      const reason = await unavailableReason(spec, site);
      if (reason === undefined) continue;
      const field = `spec.steps[${step}].faults[${index}]`;
      refusals.push({
        step,
        field,
        rule: { id: 'fault-unavailable', text: reason, source: 'docs/faults.md' },
        found: describeFault(spec),
        instead: 'leave the fault out here, or run the scenario on a machine that can do it',
        ...positionOf(scenario, field),
      });
    }
  }
  if (refusals.length > 0) throw new PlanRefusal(refusals);
}
