import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../model/plan.js';
import type { Scenario, ScenarioStep } from '../model/scenario.js';
import { ROLLBACK_OUTCOMES, TRANSITIONS } from '../model/transition.js';
import { compareMinors, minorOf } from '../model/version.js';
import { canonicalJson } from '../support/canonical-json.js';
import { planRun, type PlanInput } from './plan-run.js';
import { PlanRefusal } from './refusal.js';
import { brokenRule } from './release-rules.js';
import { aScenario } from './testing/scenarios.js';

const pair = fc.record({ minor: fc.integer({ min: 30, max: 38 }), distance: fc.constantFrom(0, 1, 1, 1, 2, 3, 4) });
const step: fc.Arbitrary<ScenarioStep> = fc
  .tuple(fc.constantFrom(...TRANSITIONS), fc.option(fc.constantFrom(...ROLLBACK_OUTCOMES), { freq: 4 }))
  .map(([transition, rollback]) => ({ transition, ...(rollback === null ? {} : { rollback }), apply: [] }));
const texts = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string(), { maxKeys: 3 });
const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    minCompatibility: fc.constantFrom('default' as const, 'pinned' as const),
    steps: fc.array(step, { maxLength: 40, size: 'max' }),
    featureGates: fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{1,6}$/), fc.boolean(), { maxKeys: 3 }),
    runtimeConfig: texts,
    components: fc.record({ 'kube-scheduler': fc.record({ extraArgs: texts, env: texts }) }),
  })
  .map(aScenario);
const input: fc.Arbitrary<PlanInput> = fc.record({
  scenario,
  versions: pair.map(({ minor, distance }) => ({
    from: `1.${minor}.1` as const,
    to: `1.${minor + distance}.1` as const,
    etcd: '3.6.8',
  })),
  seed: fc.nat(),
});

function planOrRefusal(asked: PlanInput): Plan | PlanRefusal {
  try {
    return planRun(asked);
  } catch (error) {
    if (error instanceof PlanRefusal) return error;
    throw error;
  }
}

/** The same data with the keys of all mappings the other way round. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, child]) => [key, reordered(child)] as const);
  return Object.fromEntries(entries.reverse());
}

/** A plan for the same input without the steps that are refused where they stand, so that most plans are long. */
function planOfLegalSteps(asked: PlanInput): Plan | undefined {
  const planOf = (legal: readonly ScenarioStep[]): Plan | PlanRefusal =>
    planOrRefusal({ ...asked, scenario: { ...asked.scenario, steps: legal } });
  let legal: readonly ScenarioStep[] = [];
  for (const step of asked.scenario.steps) {
    if (!(planOf([...legal, step]) instanceof PlanRefusal)) legal = [...legal, step];
  }
  const plan = planOf(legal);
  return plan instanceof PlanRefusal ? undefined : plan;
}

describe('planning', () => {
  it('is tried below on plans of which many are long', () => {
    const lengths = fc
      .sample(input, { numRuns: 100, seed: 1 })
      .map((asked) => planOfLegalSteps(asked)?.steps.length ?? 0);
    expect(lengths.filter((length) => length > 5).length).toBeGreaterThan(20);
  });

  it('gives the same bytes for the same input, also when it refuses', () => {
    const bytes = (asked: PlanInput): string => canonicalJson(planOrRefusal(asked));
    fc.assert(
      fc.property(input, (asked) => {
        expect(bytes(reordered(asked) as PlanInput)).toBe(bytes(asked));
      }),
    );
  });

  it('never asks for a triple that the binary would refuse, and never for one outside the pair', () => {
    fc.assert(
      fc.property(input, (asked) => {
        const plan = planOfLegalSteps(asked);
        if (!plan) return;
        const launches = [...plan.steps, ...plan.oracles].map(({ launch }) => launch);
        for (const { version } of [...launches, plan.rollbackTarget]) {
          expect(brokenRule(version)).toBeUndefined();
          expect([asked.versions.from, asked.versions.to]).toContain(version.binary);
          expect(compareMinors(version.emulated, minorOf(asked.versions.from))).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('gives every stop an oracle of the plan, and points back only to earlier stops at the same triple', () => {
    fc.assert(
      fc.property(input, (asked) => {
        const plan = planOfLegalSteps(asked);
        if (!plan) return;
        const ids = plan.oracles.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { index, oracle, returnsTo, launch } of plan.steps) {
          expect(ids).toContain(oracle);
          if (returnsTo === undefined) continue;
          expect(returnsTo).toBeLessThan(index);
          expect(plan.steps[returnsTo]?.launch).toEqual(launch);
        }
      }),
    );
  });

  it('raises min-compatibility above the old release nowhere but at finalize', () => {
    fc.assert(
      fc.property(input, (asked) => {
        const plan = planOfLegalSteps(asked);
        if (!plan) return;
        let finalized = false;
        for (const { transition, launch } of plan.steps) {
          if (transition === 'finalize') finalized = true;
          else if (transition !== 'null-restart') finalized = false;
          const isAbove = compareMinors(launch.version.minCompatibility, asked.versions.from) > 0;
          expect(isAbove).toBe(finalized);
        }
      }),
    );
  });
});
