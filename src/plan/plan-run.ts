import { sameEffectiveVersion, type EffectiveVersion } from '../model/effective-version.js';
import type {
  Plan,
  PlannedHalfway,
  PlannedOracle,
  PlannedStep,
  PlannedVersions,
  RollbackExpectation,
} from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { compareMinors, minorOf } from '../model/version.js';
import { plannedFaults } from './faults.js';
import { launchOf } from './launch.js';
import { rollbackIsPromised, versionAt, type Path } from './moves.js';
import { oracleId, oracleVersion } from './oracle.js';
import { replacementOrder } from './order.js';
import { PlanRefusal, positionOf, type Refusal } from './refusal.js';
import { brokenForwardRule, brokenRule, type Rule } from './release-rules.js';
import { sabotageRefusals } from './sabotage.js';
import { walk, type Halfway, type Stop } from './walk.js';

/** What a plan is made from. `versions` are exact releases, resolved from version expressions before. */
export interface PlanInput {
  readonly scenario: Scenario;
  readonly versions: PlannedVersions;
  readonly seed: number;
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

  const steps = stops.map((stop, index) => plannedStep(stop, index, stops, scenario, path, seed));
  refuse(sabotageRefusals(scenario, steps));
  return {
    schemaVersion: 1,
    scenario: scenario.name,
    kind: scenario.kind,
    seed,
    versions: { from: versions.from, to: versions.to, etcd: versions.etcd },
    minCompatibility: scenario.minCompatibility,
    ...(scenario.forwardCompatible && { forwardCompatible: true }),
    steps,
    oracles: oraclesOf(stops, scenario, path),
    rollbackTarget: launchOf(versionAt({ binary: 'from' }, path), scenario),
    ...(scenario.fill !== undefined && { fill: scenario.fill }),
    manifests: scenario.manifests,
    terminationGraceSeconds: scenario.terminationGraceSeconds,
    ...(scenario.load && { load: true }),
    ...(scenario.kindCluster && { kindCluster: scenario.kindCluster }),
    expected: scenario.expected,
    ...(scenario.control && { control: scenario.control }),
    ...(scenario.regression && { regression: scenario.regression }),
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
  const emulating = { binary: 'to', emulated: minorOf(path.from), finalized: false } as const;
  const first = versionAt(emulating, { ...path, minCompatibility: 'default' });
  const reach = brokenRule(first);
  if (reach) return because('spec.from', reach, 'choose releases that lie closer together');
  const forward = scenario.forwardCompatible && brokenForwardRule('forward-compatible', 'kube-apiserver', first);
  if (forward) return because('spec.forwardCompatible', forward, 'leave it out, or choose a newer `to`');
  const baseline = brokenRule(versionAt({ binary: 'from' }, path));
  if (baseline) return because('spec.minCompatibility', baseline, 'use `minCompatibility: default`');
  return [];
}

function plannedStep(
  stop: Stop,
  index: number,
  stops: readonly Stop[],
  scenario: Scenario,
  path: Path,
  seed: number,
): PlannedStep {
  const { transition, version, order, asked } = stop;
  const faults = asked && stop.at !== null ? plannedFaults(asked, stop.at, order, seed) : [];
  const returnsTo = stops.slice(0, index).findLastIndex((earlier) => sameEffectiveVersion(earlier.version, version));
  return {
    index,
    name: `${String(index).padStart(2, '0')}-${transition}`,
    transition,
    launch: launchOf(version, scenario),
    order,
    oracle: oracleId(oracleVersion(version, path)),
    ...(returnsTo >= 0 && { returnsTo }),
    rollback: expectationAt(stop, path),
    apply: asked?.apply ?? [],
    ...(faults.length > 0 && { faults }),
    ...(stop.halfway && { halfway: plannedHalfway(stop.halfway, scenario, seed) }),
  };
}

function plannedHalfway({ asked, at, version }: Halfway, scenario: Scenario, seed: number): PlannedHalfway {
  const order = replacementOrder(asked.transition);
  return {
    transition: asked.transition,
    launch: launchOf(version, scenario),
    order,
    stopAt: asked.stopAt ?? '',
    faults: plannedFaults(asked, at, order, seed),
  };
}

/** The walk has refused what is looser than a promise, unless newer data in etcd explains it. */
function expectationAt({ place, asked }: Stop, path: Path): RollbackExpectation {
  const isPromised = rollbackIsPromised(place, path);
  if (asked?.rollback !== undefined && !(isPromised && asked.rollback === 'safe')) {
    return { worst: asked.rollback, because: 'scenario' };
  }
  return isPromised ? { worst: 'safe', because: 'promised' } : { worst: 'impossible', because: 'nothing promised' };
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
