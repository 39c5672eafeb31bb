import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FAULT_TYPES, type FaultType } from '../../model/fault-kinds.js';
import type { Plan } from '../../model/plan.js';
import type { Scenario, ScenarioStep } from '../../model/scenario.js';
import { planRun } from '../../plan/plan-run.js';
import { aScenario, steps } from '../../plan/testing/scenarios.js';
import { loadScenario } from '../../scenario/load-scenario.js';
import { leftAt, wayBack, type Case } from '../case.js';
import { enumerateCases } from '../enumerate.js';
import { USUAL_FAULTS, kindsNamed } from '../kinds.js';

/** The scenarios that come with the program and are to pass. */
export const REFERENCES = ['ladder', 'no-way-back', 'phase-1-and-back', 'pinned', 'regret-from-phase-2'] as const;

/** The file of one of them. */
export function referencePath(name: (typeof REFERENCES)[number]): string {
  return fileURLToPath(new URL(`../../../scenarios/reference/${name}.yaml`, import.meta.url));
}

export async function reference(name: (typeof REFERENCES)[number]): Promise<{ text: string; scenario: Scenario }> {
  const path = referencePath(name);
  return { text: await readFile(path, 'utf8'), scenario: await loadScenario(path) };
}

export function planOf(scenario: Scenario): Plan {
  return planRun({ scenario, versions: { from: '1.36.3', to: '1.37.2', etcd: '3.6.8' }, seed: 1 });
}

/** The cases of the shortest rehearsal of a rollback: up and back. */
export function upAndBack(kinds: readonly FaultType[] = kindsNamed(USUAL_FAULTS)): Case[] {
  return enumerateCases(aScenario({ steps: steps('null-restart', 'binary-upgrade', 'binary-rollback') }), kinds);
}

/** Every case of that one, and of one that goes straight back. */
export function manyCases(): Case[] {
  const straight = steps('null-restart', 'binary-upgrade', 'emulation-upgrade', 'direct-rollback', 'null-restart');
  return [...upAndBack(FAULT_TYPES), ...enumerateCases(aScenario({ steps: straight }), FAULT_TYPES)];
}

/** A case by its id. */
export function caseOf(id: string, cases: readonly Case[] = upAndBack(FAULT_TYPES)): Case {
  const found = cases.find((each) => each.id === id);
  if (!found) throw new Error(`there is no case ${id}`);
  return found;
}

/** A case's scenario without its file, for planning thousands of them. */
export function scenarioOf(base: Scenario, { step, transition, spec, point, direction }: Case): Scenario {
  const explored: ScenarioStep = { ...base.steps[step]!, faults: [{ spec, at: point, delaySeconds: 0 }] };
  const before = base.steps.slice(0, step);
  const back = wayBack(transition);
  if (direction === 'on' || !back) return { ...base, steps: [...before, explored] };
  const rollback = base.steps[step - 1]?.rollback;
  const returning: ScenarioStep = { transition: back, apply: [], ...(rollback && { rollback }) };
  return { ...base, steps: [...before, { ...explored, stopAt: leftAt(point) }, returning] };
}
