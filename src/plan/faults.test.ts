import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KUBE_COMPONENTS, type Component } from '../model/component.js';
import { describeFault, type FaultOf, type FaultSpec } from '../model/fault.js';
import { FAULT_TYPES, TARGET_VALUES, faultKind } from '../model/fault-kinds.js';
import type { Plan } from '../model/plan.js';
import type { Scenario, ScenarioFault, ScenarioStep } from '../model/scenario.js';
import { TRANSITIONS, type TransitionName } from '../model/transition.js';
import { idleAt, usablePoints } from './faults.js';
import { formatPlan } from './format-plan.js';
import { formatPoints } from './format-points.js';
import { replacementOrder } from './order.js';
import { planRun } from './plan-run.js';
import { transitionPoints } from './points.js';
import { PlanRefusal } from './refusal.js';
import { aScenario } from './testing/scenarios.js';

function plan(steps: readonly ScenarioStep[], seed = 1, overrides: Partial<Scenario> = {}): Plan {
  const versions = { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' } as const;
  return planRun({ scenario: aScenario({ steps, ...overrides }), versions, seed });
}

function refusals(steps: readonly ScenarioStep[], overrides: Partial<Scenario> = {}): string[] {
  try {
    plan(steps, 1, overrides);
  } catch (error) {
    if (error instanceof PlanRefusal) return error.refusals.map(({ rule, field }) => `${field} ${rule.id}`);
    throw error;
  }
  return [];
}

function step(transition: TransitionName, overrides: Partial<ScenarioStep> = {}): ScenarioStep {
  return { transition, apply: [], ...overrides };
}

function kill(component: Component, at?: string, delaySeconds = 0): ScenarioFault {
  return { spec: { type: 'kill', component }, delaySeconds, ...(at !== undefined && { at }) };
}

describe('the points of a transition', () => {
  it('are before, during and after each of its actions, in the order in which the components are replaced', () => {
    const points = transitionPoints(['kube-scheduler', 'kube-apiserver']);
    expect(points).toHaveLength(18);
    expect(points.slice(0, 4)).toEqual([
      'kube-scheduler/before-stop',
      'kube-scheduler/during-stop',
      'kube-scheduler/after-stop',
      'kube-scheduler/before-spawn',
    ]);
    expect(points.at(-1)).toBe('kube-apiserver/after-ready');
    expect(new Set(points).size).toBe(points.length);
  });

  it('can be listed for a scenario whose faults are misplaced', () => {
    const text = formatPoints(
      aScenario({ steps: [step('null-restart', { faults: [kill('etcd', 'nowhere/at-all')] })] }),
    );
    expect(text).toContain('spec.steps[0] null-restart\n  kube-apiserver/before-stop\n');
  });
});

describe('a fault in a plan', () => {
  it('is named by its place in the step, its kind and its victim, and lasts as its kind does', () => {
    const faults: ScenarioFault[] = [
      kill('etcd', 'kube-apiserver/after-spawn', 1.5),
      { spec: { type: 'pause', component: 'kube-scheduler' }, at: 'kube-apiserver/during-ready', delaySeconds: 0 },
      { spec: { type: 'pause', component: 'etcd' }, at: 'kube-apiserver/during-ready', delaySeconds: 0, forSeconds: 7 },
    ];
    const planned = plan([step('null-restart', { faults })]).steps[1]?.faults;
    expect(planned?.map(({ id, point, delayMs, lastsMs }) => [id, point, delayMs, lastsMs])).toEqual([
      ['1-kill-etcd', 'kube-apiserver/after-spawn', 1500, 0],
      ['2-pause-kube-scheduler', 'kube-apiserver/during-ready', 0, 3000],
      ['3-pause-etcd', 'kube-apiserver/during-ready', 0, 7000],
    ]);
  });

  it('that the seed places is at a point where it acts, the same one for the same seed, and not always the same', () => {
    const points = new Set<string>();
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('etcd' as const, ...KUBE_COMPONENTS), (seed, component) => {
        const [first, second] = [0, 1].map(() => plan([step('null-restart', { faults: [kill(component)] })], seed));
        const fault = first?.steps[1]?.faults?.[0];
        expect(fault).toEqual(second?.steps[1]?.faults?.[0]);
        expect(idleAt(fault!.spec, fault!.point)).toBeUndefined();
        expect(transitionPoints(KUBE_COMPONENTS)).toContain(fault!.point);
        points.add(fault!.point);
      }),
    );
    expect(points.size).toBeGreaterThan(10);
  });

  it('is shown', () => {
    const shown = formatPlan(plan([step('null-restart', { faults: [kill('etcd', 'kube-apiserver/after-spawn', 2)] })]));
    expect(shown).toContain('    faults    1-kill-etcd at kube-apiserver/after-spawn + 2 s\n');
  });

  it.each([
    ['at a point that the transition lacks', kill('etcd', 'kube-apiserver/after-lunch'), 'unknown-point'],
    [
      'that hits a component while it has no process',
      kill('kube-apiserver', 'kube-apiserver/after-stop'),
      'idle-fault',
    ],
  ])('%s is refused', (_, fault, rule) => {
    expect(refusals([step('null-restart', { faults: [kill('etcd'), fault] })])).toEqual([
      `spec.steps[0].faults[1] ${rule}`,
    ]);
  });

  it('is refused with its place in the file, the reason and the way out', () => {
    const positions = { 'spec.steps[0].faults[0]': { file: 's.yaml', line: 9, column: 11 } };
    const faults = [kill('kube-apiserver', 'kube-apiserver/before-spawn')];
    expect(() => plan([step('null-restart', { faults })], 1, { positions })).toThrow(
      /^s\.yaml:9:11: .*kill kube-apiserver at kube-apiserver\/before-spawn; .*no process there.*--list-points/,
    );
  });

  it('can always be placed somewhere: no kind is idle at every point of a transition', () => {
    for (const transition of TRANSITIONS) {
      for (const spec of everyFault()) {
        expect(usablePoints(spec, replacementOrder(transition)), describeFault(spec)).not.toEqual([]);
      }
    }
  });

  it('of a start is where its component has no process and nobody is starting it', () => {
    for (const spec of everyFault().filter(({ type }) => faultKind(type).hits === 'start')) {
      const { component } = spec as FaultOf<'wrong-flag'>;
      expect(usablePoints(spec, KUBE_COMPONENTS)).toEqual([`${component}/after-stop`, `${component}/before-spawn`]);
    }
  });

  it('that needs the API, or a connection of the API server, is not where the API server has no process', () => {
    for (const spec of everyFault().filter(({ type }) => ['api', 'link'].includes(faultKind(type).hits))) {
      expect(idleAt(spec, 'kube-apiserver/after-stop'), describeFault(spec)).toContain('has no process there');
      expect(idleAt(spec, 'kube-apiserver/before-stop'), describeFault(spec)).toBeUndefined();
    }
  });
});

/** Every kind with every value of its target. */
function everyFault(): FaultSpec[] {
  return FAULT_TYPES.flatMap((type) => {
    const fields = Object.entries(TARGET_VALUES[faultKind(type).hits]) as [string, readonly string[]][];
    const [field, values] = fields[0] ?? ['', ['']];
    return values.map((value) => ({ type, ...(field !== '' && { [field]: value }) }) as FaultSpec);
  });
}

describe('a transition that ends half-way', () => {
  const stopAt = 'kube-controller-manager/after-stop';

  it('and is taken back puts back whom it had begun to replace, and nobody else', () => {
    const { steps } = plan([step('null-restart'), step('binary-upgrade', { stopAt }), step('binary-rollback')]);
    expect(steps.map(({ name }) => name)).toEqual(['00-baseline', '01-null-restart', '02-binary-rollback']);
    expect(steps[2]).toMatchObject({
      order: ['kube-controller-manager', 'kube-apiserver'],
      returnsTo: 1,
      rollback: { worst: 'safe' },
      halfway: { transition: 'binary-upgrade', stopAt, launch: { version: { binary: '1.37.2' } } },
    });
  });

  it('and is gone on with replaces whom it had not finished', () => {
    const { steps } = plan([step('null-restart'), step('binary-upgrade', { stopAt }), step('binary-upgrade')]);
    expect(steps[2]).toMatchObject({
      name: '02-binary-upgrade',
      order: ['kube-controller-manager', 'kube-scheduler'],
      launch: { version: { binary: '1.37.2', emulated: '1.36' } },
    });
  });

  it('can be left for the real old release from anywhere, and then everybody is replaced', () => {
    const { steps } = plan([
      step('binary-upgrade'),
      step('emulation-upgrade', { stopAt }),
      step('direct-rollback', { rollback: 'lossy' }),
    ]);
    expect(steps.at(-1)).toMatchObject({
      order: replacementOrder('direct-rollback'),
      launch: { version: { binary: '1.36.3' } },
    });
  });

  it('may leave behind what the old release does not know, so the way back may be lossy', () => {
    const steps = [
      step('binary-upgrade'),
      step('emulation-upgrade', { stopAt }),
      step('emulation-rollback', { rollback: 'lossy' }),
    ];
    expect(refusals(steps)).toEqual([]);
  });

  it('has faults of its own, up to where it ends', () => {
    const faults = [kill('etcd', 'kube-apiserver/after-ready'), kill('etcd')];
    for (let seed = 0; seed < 20; seed += 1) {
      const { steps } = plan([step('binary-upgrade', { stopAt, faults }), step('binary-upgrade')], seed);
      const points = steps.at(-1)?.halfway?.faults.map(({ point }) => point) ?? [];
      expect(points).toHaveLength(2);
      const passed = transitionPoints(KUBE_COMPONENTS);
      for (const point of points) expect(passed.indexOf(point)).toBeLessThanOrEqual(passed.indexOf(stopAt));
    }
    expect(
      plan([step('binary-upgrade', { stopAt, faults }), step('binary-upgrade')]).steps.at(-1)?.halfway?.faults[0]?.id,
    ).toBe('halfway-1-kill-etcd');
  });

  it.each<[string, ScenarioStep[], string]>([
    ['and nothing after it', [step('binary-upgrade', { stopAt })], 'spec.steps[0] after-half-way'],
    [
      'before a move that neither completes nor undoes it',
      [step('binary-upgrade', { stopAt }), step('emulation-upgrade')],
      'spec.steps[1] after-half-way',
    ],
    [
      'twice in a row',
      [step('binary-upgrade', { stopAt }), step('binary-upgrade', { stopAt: 'kube-scheduler/after-stop' })],
      'spec.steps[1] after-half-way',
    ],
    [
      'within an action',
      [step('binary-upgrade', { stopAt: 'kube-scheduler/during-stop' }), step('binary-upgrade')],
      'spec.steps[0].stopAt stop-between-actions',
    ],
    [
      'at its very end',
      [step('binary-upgrade', { stopAt: 'kube-scheduler/after-ready' }), step('binary-upgrade')],
      'spec.steps[0].stopAt stop-half-way',
    ],
    [
      'at a point that it lacks',
      [step('binary-upgrade', { stopAt: 'kube-scheduler/after-lunch' }), step('binary-upgrade')],
      'spec.steps[0].stopAt unknown-point',
    ],
    [
      'with a fault behind its end',
      [step('binary-upgrade', { stopAt, faults: [kill('etcd', 'kube-scheduler/after-stop')] }), step('binary-upgrade')],
      'spec.steps[0].faults[0] idle-fault',
    ],
    [
      'and is completed, with a fault at a component that is finished already',
      [
        step('binary-upgrade', { stopAt }),
        step('binary-upgrade', { faults: [kill('etcd', 'kube-apiserver/after-spawn')] }),
      ],
      'spec.steps[1].faults[0] unknown-point',
    ],
  ])('%s is refused', (_, steps, refusal) => {
    expect(refusals(steps)).toEqual([refusal]);
  });
});
