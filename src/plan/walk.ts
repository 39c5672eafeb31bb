import { formatEffectiveVersion, type EffectiveVersion } from '../model/effective-version.js';
import type { Scenario, ScenarioStep } from '../model/scenario.js';
import { ROLLBACK_OUTCOMES, type RollbackOutcome, type TransitionName } from '../model/transition.js';
import { move, rollbackIsPromised, versionAt, type Path, type Place } from './moves.js';
import { positionOf, type Refusal } from './refusal.js';
import { brokenRule, type Rule } from './release-rules.js';

/** A stop of a path: how it is reached, where it stands, and the scenario's step, null for what every run has. */
export interface Stop {
  readonly transition: TransitionName | 'baseline';
  readonly place: Place;
  readonly version: EffectiveVersion;
  readonly asked: ScenarioStep | null;
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
  const stops: Stop[] = [{ transition: 'baseline', place, version: versionAt(place, path), asked: null }];
  // What moves in a restart with identical flags is what counts as noise, so every run has one before its first real move.
  if (scenario.steps[0]?.transition !== 'null-restart') {
    stops.push({ transition: 'null-restart', place, version: versionAt(place, path), asked: null });
  }
  for (const [index, asked] of scenario.steps.entries()) {
    const at = formatEffectiveVersion(versionAt(place, path));
    const because = refuserOf(scenario, index);
    const result = move(asked.transition, place, path);
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
    place = result.place;
    excusable = worse(excusable, lossExplainedBy(place, path));
    if (asked.rollback && rollbackIsPromised(place, path) && worse(asked.rollback, excusable) !== excusable) {
      const found = `rollback: ${asked.rollback} at ${formatEffectiveVersion(version)}`;
      refusals.push(because(promised(excusable), found, ACCEPT_SINGLY));
    }
    stops.push({ transition: asked.transition, place, version, asked });
  }
  return { stops, refusals };
}

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
