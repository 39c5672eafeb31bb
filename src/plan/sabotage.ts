import type { EffectiveVersion } from '../model/effective-version.js';
import { LOADED_RESOURCES } from '../model/load.js';
import { faultsOf, type PlannedStep } from '../model/plan.js';
import type { Sabotage, Scenario } from '../model/scenario.js';
import { positionOf, type Refusal } from './refusal.js';

const SOURCE = 'docs/scenarios.md, "Controls"';

/**
 * Refuses a sabotage that could do nothing: at a stop that the plan lacks, or where it would change nothing. A control
 * that plants no fault would prove nothing about the guarantee it names.
 */
export function sabotageRefusals(scenario: Scenario, steps: readonly PlannedStep[]): readonly Refusal[] {
  const sabotage = scenario.control?.sabotage;
  if (!sabotage) return [];
  const target = steps[sabotage.step];
  if (!target) {
    return [
      refusal(scenario, 'step', `step ${sabotage.step} does not exist`, {
        id: 'sabotage-step',
        text: `this plan's stops are ${steps.map((step) => step.name).join(', ')}`,
        instead: `choose a step from 0 to ${steps.length - 1}`,
      }),
    ];
  }
  const reason = idleReason(sabotage, target, steps[sabotage.step - 1]?.launch.version, scenario);
  if (reason === undefined) return [];
  return [
    refusal(scenario, 'step', `${sabotage.type} at ${target.name}`, {
      id: 'sabotage-idle',
      text: `it would do nothing there: ${reason}`,
      instead: 'choose a step where it changes something',
    }),
  ];
}

/** Why a sabotage would change nothing at a stop, or undefined when it would. `before` is undefined at the baseline. */
function idleReason(
  sabotage: Sabotage,
  target: PlannedStep,
  before: EffectiveVersion | undefined,
  scenario: Scenario,
): string | undefined {
  const { launch } = target;
  const faults = faultsOf(target).map(({ id }) => id);
  switch (sabotage.type) {
    case 'skip-restart':
      return before ? undefined : 'at the baseline every component is started, none restarted';
    case 'keep-binary':
      return before && before.binary !== launch.version.binary ? undefined : 'this stop changes no binary';
    case 'drop-flag': {
      const flags = Object.keys(launch.components[sabotage.component].extraArgs);
      if (flags.includes(sabotage.flag)) return undefined;
      const given = flags.length === 0 ? 'none' : flags.map((flag) => `--${flag}`).join(', ');
      return `the plan gives ${sabotage.component} no --${sabotage.flag} (it gives ${given})`;
    }
    case 'set-gate':
      return scenario.featureGates[sabotage.gate] === sabotage.value
        ? `the scenario itself sets ${sabotage.gate}=${sabotage.value}`
        : undefined;
    case 'idle-fault':
      return faults.includes(sabotage.fault)
        ? undefined
        : `its faults are ${faults.length === 0 ? 'none' : faults.join(', ')}`;
    case 'swallow-write':
    case 'drop-event':
      if (!scenario.load) return 'the scenario has no `load`';
      if (!before) return 'the load begins with the first transition';
      return LOADED_RESOURCES.some(({ resource }) => resource === sabotage.resource)
        ? undefined
        : `the load is of ${LOADED_RESOURCES.map(({ resource }) => resource).join(', ')}`;
    case 'restore-data':
      return sabotage.step > sabotage.from + 1
        ? undefined
        : `the data at the end of step ${sabotage.from} is what etcd holds before step ${sabotage.from + 1}`;
    case 'set-flag':
      return launch.components[sabotage.component].extraArgs[sabotage.flag] === sabotage.value
        ? `the plan itself gives --${sabotage.flag}=${sabotage.value}`
        : undefined;
    case 'alter-answer':
    case 'alter-openapi':
    case 'hide-resource':
    case 'alter-served':
    case 'etcd-put':
    case 'etcd-replace':
    case 'etcd-append':
    case 'etcd-store-as':
    case 'etcd-delete':
      return undefined;
  }
}

function refusal(
  scenario: Scenario,
  key: string,
  found: string,
  { id, text, instead }: { id: string; text: string; instead: string },
): Refusal {
  const field = `sabotage.${key}`;
  return { step: null, field, rule: { id, text, source: SOURCE }, found, instead, ...positionOf(scenario, field) };
}
