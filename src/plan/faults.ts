import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import { describeFault, type FaultSpec, type PlannedFault } from '../model/fault.js';
import { faultKind } from '../model/fault-kinds.js';
import type { PointName } from '../model/point.js';
import { chooseOne, randomStream } from '../model/random.js';
import type { Scenario, ScenarioFault, ScenarioStep } from '../model/scenario.js';
import { isAwaitedAt, isDownAt, isSettledAt, transitionPoints } from './points.js';
import { positionOf, type Refusal } from './refusal.js';

const SOURCE = 'docs/faults.md, "Placing a fault"';

/** Why a fault can have no effect at a point of its transition; undefined when it can. */
export function idleAt(spec: FaultSpec, point: PointName): string | undefined {
  const { hits } = faultKind(spec.type);
  switch (hits) {
    case 'link':
    case 'api':
      return downAt('kube-apiserver', point);
    case 'etcd':
    case 'call':
      return undefined;
    case 'process':
    case 'start':
    case 'settled': {
      const component = 'component' in spec ? KUBE_COMPONENTS.find((each) => each === spec.component) : undefined;
      return component && idleFor(hits, component, point);
    }
  }
}

function idleFor(
  hits: 'process' | 'start' | 'settled',
  component: KubeComponent,
  point: PointName,
): string | undefined {
  switch (hits) {
    case 'process':
      return downAt(component, point);
    case 'start':
      return isAwaitedAt(component, point)
        ? undefined
        : `it is a start of ${component} in place of the planned one: only ${component}/after-stop and ${component}/before-spawn`;
    case 'settled':
      return isSettledAt(component, point) ? undefined : `${component} is being replaced there`;
  }
}

function downAt(component: KubeComponent, point: PointName): string | undefined {
  return isDownAt(component, point)
    ? `${component} has no process there: its old one is gone and its new one is not started yet`
    : undefined;
}

/** The points of a transition at which a fault can act; the last one at which the transition may end, if it does. */
export function usablePoints(spec: FaultSpec, order: readonly KubeComponent[], stopAt?: PointName): PointName[] {
  const points = transitionPoints(order);
  const passed = stopAt === undefined ? points : points.slice(0, points.indexOf(stopAt) + 1);
  return passed.filter((point) => idleAt(spec, point) === undefined);
}

/** The faults of one transition, with what the seed decides decided. Call it for what {@link faultRefusals} lets pass. */
export function plannedFaults(
  asked: ScenarioStep,
  step: number,
  order: readonly KubeComponent[],
  seed: number,
): PlannedFault[] {
  const prefix = asked.stopAt === undefined ? '' : 'halfway-';
  return (asked.faults ?? []).map(({ spec, at, delaySeconds, forSeconds }, index) => {
    const random = randomStream(seed, `step ${step} fault ${index}`);
    return {
      id: `${prefix}${index + 1}-${describeFault(spec).replaceAll(' ', '-')}`,
      spec,
      point: at ?? chooseOne(usablePoints(spec, order, asked.stopAt), random),
      delayMs: Math.round(delaySeconds * 1000),
      lastsMs: forSeconds === undefined ? faultKind(spec.type).lastsMs : Math.round(forSeconds * 1000),
    };
  });
}

/** Why a step's faults, or its half-way end, cannot be planned. `step` is its index in the scenario. */
export function faultRefusals(scenario: Scenario, step: number, order: readonly KubeComponent[]): Refusal[] {
  const asked = scenario.steps[step];
  if (!asked) return [];
  const points = transitionPoints(order);
  const refuse = (field: string, found: string, id: string, text: string, instead: string): Refusal => {
    const path = `spec.steps[${step}].${field}`;
    return { step, field: path, rule: { id, text, source: SOURCE }, found, instead, ...positionOf(scenario, path) };
  };
  const unknown = (field: string, point: PointName): Refusal =>
    refuse(field, point, 'unknown-point', `${asked.transition} has no such point`, LIST_POINTS);
  const halting = haltRefusal(asked, points);
  const refusals: Refusal[] = halting ? [refuse('stopAt', asked.stopAt ?? '', ...halting)] : [];
  const lastPassed = asked.stopAt === undefined || halting ? points.length : points.indexOf(asked.stopAt) + 1;
  for (const [index, fault] of (asked.faults ?? []).entries()) {
    const field = `faults[${index}]`;
    if (fault.at !== undefined && !points.includes(fault.at)) refusals.push(unknown(field, fault.at));
    else {
      const reason = whyIdle(fault, points.slice(0, lastPassed), order);
      if (reason)
        refusals.push(refuse(field, `${describeFault(fault.spec)} ${place(fault)}`, 'idle-fault', reason, LIST_POINTS));
    }
  }
  return refusals;
}

const LIST_POINTS = 'choose another point; `kube-rehearse run --list-points SCENARIO` prints them';

function place({ at }: ScenarioFault): string {
  return at === undefined ? 'at a point that the seed chooses' : `at ${at}`;
}

/** The rule, its text and the way out when a transition cannot end where it is asked to. */
function haltRefusal(
  { stopAt, transition }: ScenarioStep,
  points: readonly PointName[],
): [string, string, string] | undefined {
  if (stopAt === undefined) return undefined;
  if (!points.includes(stopAt)) return ['unknown-point', `${transition} has no such point`, LIST_POINTS];
  if (stopAt.includes('/during-')) {
    return ['stop-between-actions', 'an action is atomic, so a transition ends before or after one', LIST_POINTS];
  }
  if (stopAt === points.at(-1)) {
    return ['stop-half-way', 'the transition is complete there', 'leave `stopAt` out'];
  }
  return undefined;
}

function whyIdle(
  { spec, at }: ScenarioFault,
  passed: readonly PointName[],
  order: readonly KubeComponent[],
): string | undefined {
  if (at === undefined) {
    const usable = usablePoints(spec, order).filter((point) => passed.includes(point));
    return usable.length === 0 ? 'it would have no effect at any point of this transition' : undefined;
  }
  if (!passed.includes(at)) return 'the transition ends before it comes to this point';
  return idleAt(spec, at);
}
