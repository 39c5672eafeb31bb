import { formatEffectiveVersion } from '../model/effective-version.js';
import { KUBE_COMPONENTS } from '../model/component.js';
import type { PlannedFault } from '../model/fault.js';
import type { Launch, Plan, PlannedHalfway, PlannedStep, RollbackExpectation } from '../model/plan.js';

/** A plan for people: each stop with its triple, order of replacement, flags, measure and rollback expectation. */
export function formatPlan(plan: Plan): string {
  const { versions } = plan;
  const head = [
    `${plan.kind.toLowerCase()} ${plan.scenario}: ${versions.from} -> ${versions.to}, ` +
      `etcd ${versions.etcd}, minCompatibility ${plan.minCompatibility}, seed ${plan.seed}`,
    ...(plan.control ? [`  plants ${describe(plan.control.sabotage)}`] : []),
    ...(plan.control ? [`  must trip ${plan.control.mustTrip.guarantee} on ${plan.control.mustTrip.subject}`] : []),
    ...(plan.regression ? [`  reproduces ${plan.regression.upstream}`] : []),
    ...(plan.regression?.finds ?? []).map(({ guarantee, subject }) => `  must find ${guarantee} on ${subject}`),
    ...(plan.fill === undefined ? [] : [`  fills the cluster with ${plan.fill} objects`]),
    ...(plan.forwardCompatible ? ['  forward-compatible while an older version is emulated'] : []),
    ...(plan.load ? ['  under a light load in every transition'] : []),
    ...(plan.manifests.length > 0 ? [`  writes ${plan.manifests.map(({ path }) => path).join(', ')}`] : []),
    ...(plan.expected.length > 0 ? [`  accepts ${plan.expected.map(({ id }) => id).join(', ')}`] : []),
  ];
  const tail = [
    `rollback target: ${formatEffectiveVersion(plan.rollbackTarget.version)}`,
    ...plan.oracles.map(({ id, launch }) => `oracle ${id}: ${formatEffectiveVersion(launch.version)}`),
  ];
  return `${[...head, '', ...plan.steps.flatMap((step) => [...formatStep(step, plan), '']), ...tail].join('\n')}\n`;
}

function formatStep(step: PlannedStep, plan: Plan): string[] {
  const line = (label: string, text: string): string => `    ${label.padEnd(10)}${text}`;
  return [
    `${step.name}  ${formatEffectiveVersion(step.launch.version)}`,
    ...(step.halfway ? formatHalfway(step.halfway).map((text, at) => line(at === 0 ? 'after' : '', text)) : []),
    line(step.transition === 'baseline' ? 'starts' : 'replaces', step.order.join(', ') || 'nothing'),
    ...(step.faults ?? []).map((fault, at) => line(at === 0 ? 'faults' : '', formatFault(fault))),
    ...formatFlags(step.launch).map((flags, at) => line(at === 0 ? 'flags' : '', flags)),
    line('surface', `as a fresh ${step.oracle}`),
    ...(step.returnsTo === undefined ? [] : [line('', `as at ${plan.steps[step.returnsTo]?.name}`)]),
    line('rollback', formatExpectation(step.rollback)),
    ...(step.apply.length > 0 ? [line('applies', step.apply.map(({ path }) => path).join(', '))] : []),
  ];
}

function formatHalfway({ transition, launch, stopAt, faults }: PlannedHalfway): string[] {
  const left = `a ${transition} to ${formatEffectiveVersion(launch.version)} that ends at ${stopAt}`;
  return [left, ...faults.map(formatFault)];
}

function formatFault({ id, point, delayMs, lastsMs }: PlannedFault): string {
  const delay = delayMs === 0 ? '' : ` + ${delayMs / 1000} s`;
  return `${id} at ${point}${delay}${lastsMs === 0 ? '' : `, for ${lastsMs / 1000} s`}`;
}

/** One line when all components get the same, else one a component; `none beyond the provider's own` when there are none. */
function formatFlags({ components }: Launch): string[] {
  const texts = KUBE_COMPONENTS.map((component) => {
    const { extraArgs, env } = components[component];
    const args = Object.keys(extraArgs)
      .sort()
      .map((name) => `--${name}=${extraArgs[name]}`);
    const variables = Object.keys(env)
      .sort()
      .map((name) => `${name}=${env[name]}`);
    return [...variables, ...args].join(' ') || "none beyond the provider's own";
  });
  if (new Set(texts).size === 1) return [texts[0] ?? ''];
  return KUBE_COMPONENTS.map((component, at) => `${component}: ${texts[at]}`);
}

function formatExpectation({ worst, because }: RollbackExpectation): string {
  switch (because) {
    case 'promised':
      return 'must be safe (promised)';
    case 'scenario':
      return worst === 'impossible' ? 'anything, says the scenario' : `no worse than ${worst}, says the scenario`;
    case 'nothing promised':
      return 'examined, nothing promised';
  }
}

function describe({ type, step, ...details }: { readonly type: string; readonly step: number }): string {
  const texts = Object.entries(details).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${type} at step ${step}: ${texts.join(', ')}`;
}
