import type { KubeComponent } from '../model/component.js';
import { describeFault, type FaultSpec } from '../model/fault.js';
import { TARGET_VALUES, faultKind, type FaultType } from '../model/fault-kinds.js';
import type { PointName } from '../model/point.js';
import type { Scenario } from '../model/scenario.js';
import type { TransitionName } from '../model/transition.js';
import { usablePoints } from '../plan/faults.js';
import { replacementOrder } from '../plan/order.js';
import { componentsAt, transitionPoints } from '../plan/points.js';
import { BadInputError } from '../support/errors.js';
import { leftAt, wayBack, type Case, type Direction } from './case.js';

/**
 * Every case of a scenario: each transition, each of its points, each fault of these kinds that can act there, with each of its
 * targets, on and, where there is a way back, back. The restart by which every run learns what is noise is no transition to explore: a fault
 * in it would teach noise. In the order in which the points are passed. Throws BadInputError for a scenario that is not whole.
 */
export function enumerateCases(scenario: Scenario, kinds: readonly FaultType[]): Case[] {
  refuseUnfit(scenario);
  const specs = kinds.flatMap(specsOf);
  const learnsNoise = scenario.steps[0]?.transition === 'null-restart';
  const cases = scenario.steps.flatMap(({ transition }, step) =>
    learnsNoise && step === 0 ? [] : casesOf(transition, step, step + (learnsNoise ? 1 : 2), specs),
  );
  if (cases.length > 0) return cases;
  throw new BadInputError({
    code: 'nothing-to-explore',
    message: `${scenario.name} has no transition to explore: its only step is the restart by which a run learns what is noise`,
    remedy: 'add a step, such as binary-upgrade',
  });
}

function casesOf(transition: TransitionName, step: number, stop: number, specs: readonly FaultSpec[]): Case[] {
  const order = replacementOrder(transition);
  const points = transitionPoints(order);
  const faultsAt = new Map<PointName, FaultSpec[]>(points.map((point) => [point, []]));
  for (const spec of specs) {
    for (const point of usablePoints(spec, order)) faultsAt.get(point)?.push(spec);
  }
  return points.flatMap((point) =>
    (faultsAt.get(point) ?? []).flatMap((spec) =>
      directionsAt(transition, order, point).map((direction) => {
        const place = [`${stop}-${transition}`, ...point.split('/'), describeFault(spec).replaceAll(' ', '-')];
        return { id: [...place, direction].join('.'), step, stop, transition, spec, point, direction };
      }),
    ),
  );
}

/** A transition goes back from where it has begun with a component and is not complete. */
function directionsAt(
  transition: TransitionName,
  order: readonly KubeComponent[],
  point: PointName,
): readonly Direction[] {
  const end = leftAt(point);
  const isComplete = end === transitionPoints(order).at(-1);
  const canGoBack = wayBack(transition) !== undefined && !isComplete && componentsAt(end, order).begun.length > 0;
  return canGoBack ? ['on', 'back'] : ['on'];
}

/** The faults of a kind: one for each choice of values for what a scenario says of its target. */
function specsOf(type: FaultType): FaultSpec[] {
  let targets: Readonly<Record<string, string>>[] = [{}];
  for (const [field, values] of Object.entries<readonly string[]>(TARGET_VALUES[faultKind(type).hits])) {
    targets = targets.flatMap((target) => values.map((value) => ({ ...target, [field]: value })));
  }
  return targets.map((target) => ({ type, ...target }) as FaultSpec);
}

function refuseUnfit({ name, kind, steps }: Scenario): void {
  const refuse = (code: string, message: string, remedy: string): never => {
    throw new BadInputError({ code, message, remedy });
  };
  if (kind !== 'Rehearsal') {
    const why = `${name} is a ${kind}, which is to fail, so that a failing case would say nothing`;
    refuse('explore-rehearsal', why, 'explore a scenario of kind Rehearsal');
  }
  const disturbed = steps.findIndex(({ faults = [], stopAt }) => faults.length > 0 || stopAt !== undefined);
  if (disturbed >= 0) {
    const what = (steps[disturbed]?.faults ?? []).length > 0 ? 'faults' : 'a half-way end';
    const why = `spec.steps[${disturbed}] of ${name} has ${what} of its own, and exploring places one fault at a time`;
    refuse('explore-undisturbed', why, 'explore the same scenario without `faults` and `stopAt`');
  }
}
