import { describe, expect, it } from 'vitest';
import { describeFault } from '../model/fault.js';
import { FAULT_TYPES, TARGET_VALUES, faultKind } from '../model/fault-kinds.js';
import type { Scenario } from '../model/scenario.js';
import { TRANSITIONS } from '../model/transition.js';
import { idleAt } from '../plan/faults.js';
import { replacementOrder } from '../plan/order.js';
import { transitionPoints } from '../plan/points.js';
import { PlanRefusal } from '../plan/refusal.js';
import { aScenario, steps } from '../plan/testing/scenarios.js';
import { BadInputError } from '../support/errors.js';
import { DIRECTIONS, leftAt, wayBack, type Case } from './case.js';
import { enumerateCases } from './enumerate.js';
import { REFERENCES, planOf, reference, scenarioOf, upAndBack } from './testing/cases.js';

const UP_AND_BACK = aScenario({ steps: steps('null-restart', 'binary-upgrade', 'binary-rollback') });
const ALL = upAndBack(FAULT_TYPES);

function refusalOf(scenario: Scenario): BadInputError | undefined {
  try {
    enumerateCases(scenario, ['kill']);
  } catch (error) {
    if (error instanceof BadInputError) return error;
    throw error;
  }
  return undefined;
}

describe('the cases of a scenario', () => {
  it('are every fault at every point where it can act', () => {
    for (const transition of ['binary-upgrade', 'binary-rollback'] as const) {
      const seen = new Set(
        ALL.filter((each) => each.transition === transition && each.direction === 'on').map(
          ({ spec, point }) => `${describeFault(spec)} at ${point}`,
        ),
      );
      const possible = new Set<string>();
      for (const type of FAULT_TYPES) {
        const values = Object.entries<readonly string[]>(TARGET_VALUES[faultKind(type).hits]);
        const targets =
          values.length === 0 ? [{}] : values.flatMap(([field, each]) => each.map((v) => ({ [field]: v })));
        for (const target of targets) {
          for (const point of transitionPoints(replacementOrder(transition))) {
            const spec = { type, ...target } as never;
            if (idleAt(spec, point) !== undefined) continue;
            possible.add(`${describeFault(spec)} at ${point}`);
          }
        }
      }
      expect(seen).toEqual(possible);
    }
  });

  it('are counted for phase 1 and back, with what is usual and with everything', () => {
    expect(upAndBack()).toHaveLength(2156);
    expect(ALL).toHaveLength(4412);
  });

  it('all have another id, fit for file names, that says what they are', () => {
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
    expect(ALL.filter(({ id }) => !/^[a-z0-9][a-z0-9.-]{1,150}$/.test(id))).toEqual([]);
    expect(ALL.map(({ id }) => id)).toContain('2-binary-upgrade.kube-apiserver.after-spawn.kill-etcd.back');
  });

  it('come in the order in which a run passes them', () => {
    const places = ALL.map(({ step, transition, point }) => {
      return step * 100 + transitionPoints(replacementOrder(transition)).indexOf(point);
    });
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(upAndBack(FAULT_TYPES)).toEqual(ALL);
  });

  it('name the stop as the plan does, also where the plan puts a restart first', () => {
    for (const transitions of [['null-restart', 'binary-upgrade'], ['binary-upgrade']] as const) {
      const scenario = aScenario({ steps: steps(...transitions) });
      const stops = new Set(enumerateCases(scenario, ['kill']).map(({ stop }) => stop));
      expect([...stops].map((stop) => planOf(scenario).steps[stop]?.transition)).toEqual(['binary-upgrade']);
    }
  });

  it('have none in the restart by which a run learns what is noise, but in every other', () => {
    const scenario = aScenario({ steps: steps('null-restart', 'null-restart', 'binary-upgrade') });
    const explored = new Set(enumerateCases(scenario, ['kill']).map(({ step }) => step));
    expect([...explored]).toEqual([1, 2]);
  });
});

describe('a case that goes back', () => {
  it('exists wherever the transition has begun, is not complete, and has a way back', () => {
    const back = new Set(
      ALL.filter(({ direction }) => direction === 'back').map(({ step, point }) => `${step} ${point}`),
    );
    const points = transitionPoints(replacementOrder('binary-upgrade'));
    // nothing is begun before the first stop, and after the last wait there is nothing left
    const expected = points.slice(1, -2).map((point) => `1 ${point}`);
    expect([...back].filter((each) => each.startsWith('1 '))).toEqual(expected);
  });

  it('leaves the transition where the fault acts, or after the action in the middle of which it acts', () => {
    for (const point of new Set(ALL.map((each) => each.point))) {
      expect(leftAt(point)).not.toContain('/during-');
      if (!point.includes('/during-')) expect(leftAt(point)).toBe(point);
    }
    expect(leftAt('kube-apiserver/during-ready')).toBe('kube-apiserver/after-ready');
  });

  it.each(['null-restart', 'direct-rollback'] as const)('does not exist for %s', (transition) => {
    const path = steps('null-restart', 'binary-upgrade', 'emulation-upgrade', transition);
    const cases = enumerateCases(aScenario({ steps: path }), ['kill']).filter(({ step }) => step === 3);
    expect(cases.length).toBeGreaterThan(0);
    expect(new Set(cases.map(({ direction }) => direction))).toEqual(new Set(['on']));
  });

  it('has a way that is itself led back by the transition', () => {
    for (const transition of TRANSITIONS) {
      const back = wayBack(transition);
      if (back !== undefined) expect(wayBack(back)).toBe(transition);
    }
  });
});

/** Cases that are not planned as they say. */
function refusedOf(scenario: Scenario, cases: readonly Case[]): string[] {
  return cases
    .filter((each) => {
      const step = planOf(scenarioOf(scenario, each)).steps.at(-1);
      const [fault, ...others] = (each.direction === 'on' ? step?.faults : step?.halfway?.faults) ?? [];
      const isPlaced = fault?.point === each.point && others.length === 0;
      return !isPlaced || step?.halfway?.stopAt !== (each.direction === 'on' ? undefined : leftAt(each.point));
    })
    .map(({ id }) => id);
}

describe('the scenario of a case', () => {
  // planning knows kinds only by what they hit; these are one of each
  it('is accepted by planning, whatever it hits', async () => {
    const { scenario } = await reference('phase-1-and-back');
    const kinds = (['torn-wal', 'crash-at-call', 'partition', 'webhook-down', 'second-start'] as const).slice();
    expect(refusedOf(scenario, enumerateCases(scenario, kinds))).toEqual([]);
  });

  it.each(REFERENCES)('is accepted by planning, wherever the case is: %s', async (name) => {
    const { scenario } = await reference(name);
    expect(refusedOf(scenario, enumerateCases(scenario, ['kill', 'wrong-flag']))).toEqual([]);
  });

  it.each(REFERENCES)('lacks none that planning would accept: %s', async (name) => {
    const { scenario } = await reference(name);
    const cases = enumerateCases(scenario, ['torn-wal']);
    const ids = new Set(cases.map(({ id }) => id));
    for (const each of cases) {
      const other = DIRECTIONS.find((direction) => direction !== each.direction)!;
      const id = each.id.replace(/[a-z]+$/, other);
      if (ids.has(id) || wayBack(each.transition) === undefined) continue;
      // only a way back from where nothing was begun is planned all the same, and it would replace nobody
      try {
        expect(planOf(scenarioOf(scenario, { ...each, direction: other })).steps.at(-1)?.order).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(PlanRefusal);
      }
    }
  });
});

describe('a scenario', () => {
  it.each([
    ['with a fault', { faults: [{ spec: { type: 'kill', component: 'etcd' }, delaySeconds: 0 }] }, 'faults'],
    ['with a half-way end', { stopAt: 'kube-apiserver/after-stop' }, 'a half-way end'],
  ] as const)('%s of its own is refused, with its place and the way out', (_, own, what) => {
    const [first, second] = UP_AND_BACK.steps;
    const refusal = refusalOf({ ...UP_AND_BACK, steps: [first!, { ...second!, ...own }] });
    expect(refusal).toMatchObject({
      code: 'explore-undisturbed',
      remedy: expect.stringContaining('without') as string,
    });
    expect(refusal?.message).toContain(`spec.steps[1] of a-scenario has ${what} of its own`);
  });

  it.each(['Control', 'Regression'] as const)('that is a %s is refused, because it is to fail', (kind) => {
    expect(refusalOf({ ...UP_AND_BACK, kind })).toMatchObject({ code: 'explore-rehearsal' });
  });

  it('that only restarts is refused, because there is nothing to explore', () => {
    expect(refusalOf(aScenario())).toMatchObject({ code: 'nothing-to-explore' });
  });
});
