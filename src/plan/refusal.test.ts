import { describe, expect, it } from 'vitest';
import type { Sabotage, Scenario } from '../model/scenario.js';
import type { TransitionName } from '../model/transition.js';
import type { Release } from '../model/version.js';
import { planRun } from './plan-run.js';
import { PlanRefusal } from './refusal.js';
import { aScenario, steps } from './testing/scenarios.js';

function refusalOf(scenario: Partial<Scenario>, from: Release = '1.36.3', to: Release = '1.37.2'): PlanRefusal {
  try {
    planRun({ scenario: aScenario(scenario), versions: { from, to, etcd: '3.6.8' }, seed: 1 });
  } catch (error) {
    if (error instanceof PlanRefusal) return error;
    throw error;
  }
  throw new Error('was planned');
}

const rulesOf = (error: PlanRefusal): string[] => error.refusals.map(({ rule, field }) => `${field} ${rule.id}`);

describe('an illegal move', () => {
  const UP: TransitionName[] = ['null-restart', 'binary-upgrade', 'emulation-upgrade'];
  it.each<[TransitionName[], string]>([
    [['emulation-upgrade'], 'spec.steps[0] new-binary-first'],
    [['finalize'], 'spec.steps[0] new-binary-first'],
    [['binary-rollback'], 'spec.steps[0] new-binary-first'],
    [['direct-rollback'], 'spec.steps[0] new-binary-first'],
    [['emulation-rollback'], 'spec.steps[0] new-binary-first'],
    [['unfinalize'], 'spec.steps[0] unfinalize-after-finalize'],
    [['binary-upgrade', 'binary-upgrade'], 'spec.steps[1] upgrade-from-old'],
    [['binary-upgrade', 'finalize'], 'spec.steps[1] min-compatibility-at-most-emulated'],
    [['binary-upgrade', 'emulation-rollback'], 'spec.steps[1] rollback-ends-at-old'],
    [[...UP, 'emulation-upgrade'], 'spec.steps[3] emulated-at-most-binary'],
    [[...UP, 'binary-rollback'], 'spec.steps[3] binary-rollback-while-emulating-old'],
    [[...UP, 'unfinalize'], 'spec.steps[3] unfinalize-after-finalize'],
    [[...UP, 'finalize', 'finalize'], 'spec.steps[4] finalize-once'],
    [[...UP, 'finalize', 'emulation-rollback'], 'spec.steps[4] min-compatibility-at-most-emulated'],
    [[...UP, 'finalize', 'binary-rollback'], 'spec.steps[4] binary-rollback-while-emulating-old'],
    [[...UP, 'finalize', 'emulation-upgrade'], 'spec.steps[4] emulated-at-most-binary'],
  ])('is refused with the rule it breaks: %j', (path, rule) => {
    expect(rulesOf(refusalOf({ steps: steps(...path) }))).toEqual([rule]);
  });

  it('is explained with its place in the file, the rule, its source and the way out', () => {
    const error = refusalOf({
      steps: steps('binary-upgrade', 'emulation-upgrade', 'binary-rollback'),
      positions: { 'spec.steps[2]': { file: 'ladder.yaml', line: 12, column: 7 } },
    });
    expect(error).toMatchObject({ code: 'illegal-plan', exitCode: 3 });
    expect(error.refusals[0]).toMatchObject({ step: 2 });
    expect(error.message).toMatchInlineSnapshot(
      `"ladder.yaml:12:7: spec.steps[2]: binary-rollback at 1.37.2 (emulating 1.37, min-compat 1.36); rolling the binary back is promised only while the new one emulates 1.36 (binary-rollback-while-emulating-old: KEP-4330, "Motivation": data that only the new release knows is written only after the emulated version was raised). Use direct-rollback to go straight to the real old release, or roll the emulated version back first."`,
    );
  });
});

describe('a pair of releases', () => {
  it.each<[Release, Release, Partial<Scenario>, string]>([
    ['1.37.2', '1.37.2', {}, 'spec.to newer-minor'],
    ['1.37.2', '1.36.3', {}, 'spec.to newer-minor'],
    ['1.33.13', '1.37.2', {}, 'spec.from emulated-range'],
    ['1.30.14', '1.31.14', {}, 'spec.from emulated-range'],
    ['1.34.4', '1.35.4', { minCompatibility: 'pinned' }, 'spec.minCompatibility min-compatibility-flag'],
    ['1.31.14', '1.32.13', { forwardCompatible: true }, 'spec.forwardCompatible forward-compatible-flag'],
    ['1.33.13', '1.34.4', { minCompatibility: 'pinned' }, 'spec.minCompatibility min-compatibility-flag'],
  ])('is refused: %s -> %s %o', (from, to, scenario, rule) => {
    expect(rulesOf(refusalOf(scenario, from, to))).toEqual([rule]);
  });

  it('without --min-compatibility-version has no finalize', () => {
    const path = steps('binary-upgrade', 'emulation-upgrade', 'finalize');
    expect(rulesOf(refusalOf({ steps: path }, '1.33.13', '1.34.4'))).toEqual(['spec.steps[2] min-compatibility-flag']);
  });

  it('cannot skip a level where min-compatibility cannot be held back', () => {
    const path = steps('binary-upgrade', 'emulation-upgrade', 'emulation-upgrade');
    expect(rulesOf(refusalOf({ steps: path }, '1.32.13', '1.34.4'))).toEqual(['spec.steps[2] min-compatibility-flag']);
  });
});

describe('a rollback expectation looser than a promise', () => {
  const loosened = (rollback: 'lossy' | 'impossible', ...path: TransitionName[]): Scenario['steps'] =>
    steps(...path).map((step, index) => (index === path.length - 1 ? { ...step, rollback } : step));

  it('is refused where only the old release and its emulation have written, every one of them', () => {
    const path = [...loosened('lossy', 'null-restart'), ...loosened('impossible', 'binary-upgrade')];
    expect(rulesOf(refusalOf({ steps: path }))).toEqual([
      'spec.steps[0] rollback-promised',
      'spec.steps[1] rollback-promised',
    ]);
  });

  it('is refused beyond what the newer data can explain', () => {
    const path = loosened('impossible', 'binary-upgrade', 'emulation-upgrade', 'emulation-rollback');
    expect(rulesOf(refusalOf({ steps: path }))).toEqual(['spec.steps[2] rollback-promised']);
  });
});

describe('a sabotage that could do nothing', () => {
  const control = (sabotage: Sabotage): Partial<Scenario> => ({
    kind: 'Control',
    steps: steps('null-restart', 'binary-upgrade'),
    control: { sabotage, mustTrip: { guarantee: 'replaced', subject: 'x' } },
    featureGates: { Apple: true },
  });
  const component = 'kube-apiserver';

  it.each<[Sabotage, string]>([
    [{ type: 'skip-restart', step: 3, component }, 'sabotage-step'],
    [{ type: 'skip-restart', step: 0, component }, 'sabotage-idle'],
    [{ type: 'keep-binary', step: 1, component }, 'sabotage-idle'],
    [{ type: 'restore-data', step: 1, from: 0 }, 'sabotage-idle'],
    [{ type: 'restore-data', step: 1, from: 2 }, 'sabotage-idle'],
    [{ type: 'drop-flag', step: 1, component, flag: 'emulated-version' }, 'sabotage-idle'],
    [{ type: 'set-gate', step: 1, component, gate: 'Apple', value: true }, 'sabotage-idle'],
  ])('is refused: %o', (sabotage, rule) => {
    expect(rulesOf(refusalOf(control(sabotage)))).toEqual([`sabotage.step ${rule}`]);
  });

  it.each<Sabotage>([
    { type: 'skip-restart', step: 1, component },
    { type: 'keep-binary', step: 2, component },
    { type: 'restore-data', step: 2, from: 0 },
    { type: 'drop-flag', step: 2, component, flag: 'emulated-version' },
    { type: 'set-gate', step: 1, component, gate: 'Apple', value: false },
    { type: 'etcd-delete', step: 0, moment: 'wave', key: '/registry/x' },
  ])('is told from one that does something: %o', (sabotage) => {
    const versions = { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' } as const;
    expect(planRun({ scenario: aScenario(control(sabotage)), versions, seed: 1 }).control?.sabotage).toEqual(sabotage);
  });
});
