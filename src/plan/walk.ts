import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import { formatEffectiveVersion, type EffectiveVersion } from '../model/effective-version.js';
import type { Scenario, ScenarioStep } from '../model/scenario.js';
import { ROLLBACK_OUTCOMES, type RollbackOutcome, type TransitionName } from '../model/transition.js';
import { faultRefusals } from './faults.js';
import { move, rollbackIsPromised, samePlace, versionAt, type Path, type Place } from './moves.js';
import { replacementOrder } from './order.js';
import { componentsAt } from './points.js';
import { positionOf, type Refusal } from './refusal.js';
import { brokenRule, type Rule } from './release-rules.js';

/** A stop of a path: how it is reached, where it stands, and the scenario's step, null for what every run has. */
export interface Stop {
  readonly transition: TransitionName | 'baseline';
  readonly place: Place;
  readonly version: EffectiveVersion;
  /** Whom the transition replaces, in order. */
  readonly order: readonly KubeComponent[];
  readonly asked: ScenarioStep | null;
  /** The step's index in the scenario; null for what every run has. */
  readonly at: number | null;
  /** A transition that was left half-way just before. */
  readonly halfway?: Halfway;
}

/** A transition that ends before its end: where it comes from, and where it would have led. */
export interface Halfway {
  readonly asked: ScenarioStep;
  readonly at: number;
  readonly from: Place;
  readonly to: Place;
  readonly version: EffectiveVersion;
}

/** The stops of a scenario, and why its steps cannot be taken. */
export interface Walk {
  readonly stops: readonly Stop[];
  readonly refusals: readonly Refusal[];
}

/** Follows a scenario's steps from the baseline. The first illegal move ends the walk: what follows it means nothing. */
export function walk(scenario: Scenario, path: Path): Walk {
  const refusals: Refusal[] = [];
  let place: Place = { binary: 'from' };
  let excusable: RollbackOutcome = 'safe';
  let halfway: Halfway | undefined;
  const first = { place, version: versionAt(place, path), order: KUBE_COMPONENTS, asked: null, at: null };
  const stops: Stop[] = [{ transition: 'baseline', ...first }];
  // What moves in a restart with identical flags is what counts as noise, so every run has one before its first real move.
  if (scenario.steps[0]?.transition !== 'null-restart') {
    stops.push({ transition: 'null-restart', ...first });
  }
  for (const [index, asked] of scenario.steps.entries()) {
    const because = refuserOf(scenario, index);
    // who goes on moves from where the transition began, who goes back from where it would have led
    const goesOn = halfway?.asked.transition === asked.transition;
    const start: Place = halfway && !goesOn ? halfway.to : place;
    const at = formatEffectiveVersion(versionAt(start, path));
    const result = move(asked.transition, start, path);
    if (!result.allowed) {
      refusals.push(because(result.rule, `${asked.transition} at ${at}`, result.instead));
      break;
    }
    const version = versionAt(result.place, path);
    const broken = brokenRule(version);
    if (broken) {
      const found = `${asked.transition} at ${at} would lead to ${formatEffectiveVersion(version)}`;
      refusals.push(because(broken, found, 'end the path before this step, or choose a newer `to`'));
      break;
    }
    const order = orderAfter(halfway, asked.transition, result.place);
    refusals.push(...faultRefusals(scenario, index, order));
    if (halfway && (asked.stopAt !== undefined || !resolves(asked.transition, result.place, halfway))) {
      refusals.push(
        because(AFTER_HALFWAY, `${asked.transition} after a ${halfway.asked.transition} that ended half-way`, RESOLVE),
      );
      break;
    }
    if (asked.stopAt !== undefined) {
      halfway = { asked, at: index, from: place, to: result.place, version };
      excusable = worse(excusable, lossExplainedBy(result.place, path));
      continue;
    }
    place = result.place;
    excusable = worse(excusable, lossExplainedBy(place, path));
    if (asked.rollback && rollbackIsPromised(place, path) && worse(asked.rollback, excusable) !== excusable) {
      const found = `rollback: ${asked.rollback} at ${formatEffectiveVersion(version)}`;
      refusals.push(because(promised(excusable), found, ACCEPT_SINGLY));
    }
    stops.push({ transition: asked.transition, place, version, order, asked, at: index, ...(halfway && { halfway }) });
    halfway = undefined;
  }
  if (halfway && refusals.length === 0) {
    const because = refuserOf(scenario, halfway.at);
    refusals.push(
      because(AFTER_HALFWAY, `${halfway.asked.transition} that ends half-way, and nothing after it`, RESOLVE),
    );
  }
  return { stops, refusals };
}

/** Whom a move replaces: everybody, or after a half-way one those that it did not finish or that must go back. */
function orderAfter(halfway: Halfway | undefined, transition: TransitionName, place: Place): readonly KubeComponent[] {
  const order = replacementOrder(transition);
  if (!halfway?.asked.stopAt) return order;
  const goesOn = transition === halfway.asked.transition;
  if (!goesOn && !samePlace(place, halfway.from)) return order;
  const { begun, finished } = componentsAt(halfway.asked.stopAt, replacementOrder(halfway.asked.transition));
  return order.filter((component) => (goesOn ? !finished.includes(component) : begun.includes(component)));
}

/** True for the same transition again, the way back to where it began, and the way straight to the old release. */
function resolves(transition: TransitionName, place: Place, halfway: Halfway): boolean {
  return transition === halfway.asked.transition || transition === 'direct-rollback' || samePlace(place, halfway.from);
}

const AFTER_HALFWAY: Rule = {
  id: 'after-half-way',
  text: 'what is left half-way is neither stop, so the next step completes it (the same transition) or takes it back',
  source: 'docs/faults.md, "Ending half-way"',
};
const RESOLVE =
  'let the next step be the same transition, or the one that leads back to where it began, without `stopAt`';

const ACCEPT_SINGLY = 'accept single differences in `expected`, each with its upstream source';

function refuserOf(scenario: Scenario, step: number): (rule: Rule, found: string, instead: string) => Refusal {
  const field = `spec.steps[${step}]`;
  return (rule, found, instead) => ({ step, field, rule, found, instead, ...positionOf(scenario, field) });
}

/** How bad a rollback may become through what is written at a place: the old release loses what it does not know. */
function lossExplainedBy(place: Place, path: Path): RollbackOutcome {
  if (rollbackIsPromised(place, path)) return 'safe';
  return place.binary === 'to' && place.finalized ? 'impossible' : 'lossy';
}

function worse(a: RollbackOutcome, b: RollbackOutcome): RollbackOutcome {
  return ROLLBACK_OUTCOMES.indexOf(a) > ROLLBACK_OUTCOMES.indexOf(b) ? a : b;
}

function promised(excusable: RollbackOutcome): Rule {
  const written =
    excusable === 'safe'
      ? 'no stop before it wrote what only the new release knows'
      : 'what the stops before it wrote can make it lossy at most';
  return {
    id: 'rollback-promised',
    text: `going back is promised here, and ${written}`,
    source: 'KEP-4330, "Motivation" and "Goals"; docs/scenarios.md, "What a rollback may cost"',
  };
}
