import { KUBE_COMPONENTS } from '../model/component.js';
import { formatEffectiveVersion, sameEffectiveVersion, type EffectiveVersion } from '../model/effective-version.js';
import type { Plan, PlannedOracle, PlannedStep, PlannedVersions, RollbackExpectation } from '../model/plan.js';
import type { Scenario, ScenarioStep } from '../model/scenario.js';
import { compareMinors, minorOf } from '../model/version.js';
import { launchOf } from './launch.js';
import { move, rollbackIsPromised, versionAt, type Path, type Place } from './moves.js';
import { oracleId, oracleVersion } from './oracle.js';
import { replacementOrder } from './order.js';
import { PlanRefusal, type Refusal } from './refusal.js';
import { brokenRule, type Rule } from './release-rules.js';
import { sabotageRefusals } from './sabotage.js';

/** What a plan is made from. `versions` are exact releases, resolved from version expressions before. */
export interface PlanInput {
  readonly scenario: Scenario;
  readonly versions: PlannedVersions;
  readonly seed: number;
}

/** A stop before its oracle and its way back are known. */
interface Stop {
  readonly transition: PlannedStep['transition'];
  readonly place: Place;
  readonly version: EffectiveVersion;
  /** The scenario's step, null for the baseline and an inserted null-restart. */
  readonly asked: ScenarioStep | null;
}

/**
 * Decides everything a run will do. Pure: the same scenario, versions and seed give the same plan, byte for byte.
 * Throws {@link PlanRefusal} with every reason found when Kubernetes' rules or the promises of a rehearsal forbid the path.
 */
export function planRun({ scenario, versions, seed }: PlanInput): Plan {
  const path: Path = { from: versions.from, to: versions.to, minCompatibility: scenario.minCompatibility };
  refuse(pairRefusals(scenario, path));
  const { stops, refusals } = walk(scenario, path);
  refuse(refusals);

  const steps = stops.map((stop, index) => plannedStep(stop, index, stops, scenario, path));
  refuse(sabotageRefusals(scenario, steps));
  return {
    schemaVersion: 1,
    scenario: scenario.name,
    kind: scenario.kind,
    seed,
    versions: { from: versions.from, to: versions.to, etcd: versions.etcd },
    minCompatibility: scenario.minCompatibility,
    steps,
    oracles: oraclesOf(stops, scenario, path),
    rollbackTarget: launchOf(versionAt({ binary: 'from' }, path), scenario),
    manifests: scenario.manifests,
    terminationGraceSeconds: scenario.terminationGraceSeconds,
    expected: scenario.expected,
    ...(scenario.control && { control: scenario.control }),
  };
}

function refuse(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new PlanRefusal(refusals);
}

/** Why no path can lead between two releases, whatever its steps. */
function pairRefusals(scenario: Scenario, path: Path): Refusal[] {
  const found = `from ${path.from} to ${path.to}, minCompatibility ${path.minCompatibility}`;
  const because = (field: string, rule: Rule, instead: string): Refusal[] => [
    { step: null, field, rule, found, instead, ...positionOf(scenario, field) },
  ];
  if (compareMinors(path.to, path.from) <= 0) {
    const rule = {
      id: 'newer-minor',
      text: 'a rehearsal goes up to a newer minor, because a binary emulates its own minor or older ones',
      source: 'k8s.io/component-base compatibility/version.go, effectiveVersion.Validate (KEP-4330)',
    };
    return because('spec.to', rule, 'choose an older `from` or a newer `to`');
  }
  const baseline = brokenRule(versionAt({ binary: 'from' }, path));
  if (baseline) return because('spec.minCompatibility', baseline, 'use `minCompatibility: default`');
  const emulating = brokenRule(versionAt({ binary: 'to', emulated: minorOf(path.from), finalized: false }, path));
  if (emulating) return because('spec.from', emulating, 'choose releases that lie closer together');
  return [];
}

/** Follows the scenario's steps from the baseline. The first illegal move ends the walk: what follows it means nothing. */
function walk(scenario: Scenario, path: Path): { stops: Stop[]; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  let place: Place = { binary: 'from' };
  const stops: Stop[] = [{ transition: 'baseline', place, version: versionAt(place, path), asked: null }];
  // What moves in a restart with identical flags is what counts as noise, so every run has one before its first real move.
  if (scenario.steps[0]?.transition !== 'null-restart') {
    stops.push({ transition: 'null-restart', place, version: versionAt(place, path), asked: null });
  }
  for (const [index, asked] of scenario.steps.entries()) {
    const field = `spec.steps[${index}]`;
    const at = formatEffectiveVersion(versionAt(place, path));
    const because = (rule: Rule, found: string, instead: string): Refusal => ({
      step: index,
      field,
      rule,
      found,
      instead,
      ...positionOf(scenario, field),
    });
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
    if (asked.rollback !== undefined && asked.rollback !== 'safe' && rollbackIsPromised(place, path)) {
      const found = `rollback: ${asked.rollback} at ${formatEffectiveVersion(version)}`;
      const instead =
        'leave `rollback` out, and accept single differences in `expected`, each with its upstream source';
      refusals.push(because(PROMISED, found, instead));
    }
    stops.push({ transition: asked.transition, place, version, asked });
  }
  return { stops, refusals };
}

const PROMISED: Rule = {
  id: 'rollback-promised',
  text: 'going back is promised here, so a scenario cannot ask for less than safe',
  source: 'KEP-4330, "Motivation" and "User Stories"',
};

function positionOf(scenario: Scenario, field: string): Pick<Refusal, 'position'> {
  const position = scenario.positions?.[field];
  return position ? { position } : {};
}

function plannedStep(
  { transition, place, version, asked }: Stop,
  index: number,
  stops: readonly Stop[],
  scenario: Scenario,
  path: Path,
): PlannedStep {
  const returnsTo = stops.slice(0, index).findLastIndex((earlier) => sameEffectiveVersion(earlier.version, version));
  return {
    index,
    name: `${String(index).padStart(2, '0')}-${transition}`,
    transition,
    launch: launchOf(version, scenario),
    order: transition === 'baseline' ? KUBE_COMPONENTS : replacementOrder(transition),
    oracle: oracleId(oracleVersion(version, path)),
    ...(returnsTo >= 0 && { returnsTo }),
    rollback: expectationAt(place, asked, path),
    apply: asked?.apply ?? [],
  };
}

function expectationAt(place: Place, asked: ScenarioStep | null, path: Path): RollbackExpectation {
  if (rollbackIsPromised(place, path)) return { worst: 'safe', because: 'promised' };
  if (asked?.rollback !== undefined) return { worst: asked.rollback, because: 'scenario' };
  return { worst: 'impossible', because: 'nothing promised' };
}

/** Each distinct oracle once, in the order in which the stops need them. */
function oraclesOf(stops: readonly Stop[], scenario: Scenario, path: Path): PlannedOracle[] {
  const versions = new Map<string, EffectiveVersion>();
  for (const stop of stops) {
    const version = oracleVersion(stop.version, path);
    versions.set(oracleId(version), version);
  }
  return [...versions].map(([id, version]) => ({ id, launch: launchOf(version, scenario) }));
}
