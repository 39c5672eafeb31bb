import { describe, expect, it } from 'vitest';
import { FAULT_TYPES } from '../model/fault-kinds.js';
import type { Scenario, ScenarioStep } from '../model/scenario.js';
import { load } from '../scenario/testing/temporary-files.js';
import { sampleFinding, sampleVerdict } from '../reporters/testing/sample-run.js';
import { caseScenario } from './case-scenario.js';
import { enumerateCases } from './enumerate.js';
import { failsAlike, smaller } from './minimise.js';
import { REFERENCES, caseOf, planOf, reference } from './testing/cases.js';

const FILES = { 'manifests/cel-includes.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n' };

async function textOf(id: string): Promise<string> {
  const { text } = await reference('phase-1-and-back');
  return caseScenario(text, caseOf(id), (path) => path);
}

function shown({ transition, faults, stopAt }: ScenarioStep): string {
  return [transition, ...(faults ?? []).map(({ spec }) => spec.type), stopAt ?? '']
    .filter((part) => part !== '')
    .join(' ');
}

async function stepsOf(text: string): Promise<string[]> {
  return (await load(text, FILES)).steps.map(shown);
}

/** How much a scenario says. */
function size({ steps, manifests }: Scenario): number {
  const ofSteps = steps.map(({ faults = [], stopAt, apply }) => 1 + faults.length + (stopAt ? 1 : 0) + apply.length);
  return ofSteps.reduce((sum, each) => sum + each, manifests.length);
}

describe('what is smaller than the scenario of a case', () => {
  it('that goes back is without fault and way back, then without one of them', async () => {
    const candidates = smaller(await textOf('2-binary-upgrade.kube-apiserver.after-spawn.kill-etcd.back'));
    expect(await Promise.all(candidates.map(stepsOf))).toEqual([
      ['null-restart', 'binary-upgrade'],
      ['null-restart', 'binary-upgrade kube-apiserver/after-spawn', 'binary-rollback'],
      ['null-restart', 'binary-upgrade kill'],
    ]);
  });

  it('that goes on is without its fault', async () => {
    const candidates = smaller(await textOf('3-binary-rollback.kube-apiserver.after-spawn.kill-etcd.on'));
    expect(await Promise.all(candidates.map(stepsOf))).toEqual([['null-restart', 'binary-upgrade', 'binary-rollback']]);
  });

  it('is nothing where nothing can be left out', () => {
    const bare =
      'apiVersion: kube-rehearse/v1alpha1\nkind: Rehearsal\nmetadata: { name: x }\nspec:\n  steps: [null-restart, binary-upgrade]\n';
    expect(smaller(bare)).toEqual([]);
  });

  it('lacks the way there and back again before the transition, and the acceptance that it needed', async () => {
    const { text, scenario } = await reference('ladder');
    const cases = enumerateCases(scenario, ['kill']);
    const last = cases.find(({ step }) => step === scenario.steps.length - 1)!;
    const candidates = smaller(caseScenario(text, last, (path) => path));
    const shortest = candidates.at(-1)!;
    expect(await stepsOf(shortest)).toEqual(['null-restart', 'binary-upgrade', 'emulation-upgrade', 'finalize kill']);
    const { steps } = await load(shortest);
    expect(steps.some(({ rollback }) => rollback !== undefined)).toBe(false);
  });

  it('lacks the objects of the user', async () => {
    const { text, scenario } = await reference('no-way-back');
    const explored = enumerateCases(scenario, ['kill']).find(({ step }) => step === 3)!;
    const candidates = smaller(caseScenario(text, explored, (path) => path));
    const applied = await Promise.all(
      candidates.map(async (each) => (await load(each, FILES)).steps.at(-1)?.apply.length),
    );
    expect(applied).toEqual([1, 0]);
  });

  it.each(REFERENCES)(
    'is valid, can be planned, says less, and gets smaller until nothing is left: %s',
    async (name) => {
      const { text, scenario } = await reference(name);
      const cases = enumerateCases(scenario, FAULT_TYPES);
      const sample = cases.filter((_, at) => at % Math.ceil(cases.length / 4) === 0);
      for (const explored of sample) {
        let current = caseScenario(text, explored, (path) => path);
        for (let rounds = 0; ; rounds += 1) {
          const before = await load(current, FILES);
          const candidates = smaller(current);
          expect(new Set(candidates).size).toBe(candidates.length);
          for (const candidate of candidates) {
            const made = await load(candidate, FILES);
            expect(size(made)).toBeLessThan(size(before));
            expect(planOf(made).steps.length).toBeGreaterThan(1);
          }
          const next = candidates.at(-1);
          if (next === undefined) break;
          current = next;
          expect(rounds).toBeLessThan(10);
        }
        const { steps } = await load(current, FILES);
        expect(steps.every(({ faults, stopAt, apply }) => !faults && !stopAt && apply.length === 0)).toBe(true);
      }
    },
  );
});

describe('two runs', () => {
  const verdict = (...guarantees: Parameters<typeof sampleFinding>[0][]) =>
    sampleVerdict({ findings: guarantees.map(sampleFinding) });

  it('fail alike where they break a guarantee in common, at whatever subject', () => {
    const first = verdict({ guarantee: 'keys-kept' }, { guarantee: 'gates' });
    expect(failsAlike(first, verdict({ guarantee: 'gates', subject: 'another' }))).toBe(true);
  });

  it.each([
    ['another guarantee is broken', verdict({ guarantee: 'gates' })],
    ['it could only not be judged', verdict({ guarantee: 'keys-kept', severity: 'inconclusive' })],
    ['it is only noted', verdict({ guarantee: 'keys-kept', severity: 'note' })],
    ['nothing is', verdict()],
  ])('do not where %s', (_, other) => {
    expect(failsAlike(verdict({ guarantee: 'keys-kept' }), other)).toBe(false);
    expect(failsAlike(other, verdict({ guarantee: 'keys-kept' }))).toBe(false);
  });
});
