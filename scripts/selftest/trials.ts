import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Control, Sabotage } from '../../src/model/scenario.js';
import { loadScenario } from '../../src/scenario/load-scenario.js';

/** One real rehearsal of the selftest. */
export interface Trial {
  /** Unique; also the name of its run directory. */
  readonly name: string;
  readonly scenario: string;
  /** Options of `run` beside the scenario's file. */
  readonly options: readonly string[];
}

/** A rehearsal with a violation in it that must be found. */
export interface Plant extends Trial {
  readonly kind: Sabotage['type'];
  readonly mustTrip: Control['mustTrip'];
}

const PLANTED = ['scenarios/controls', 'scenarios/plants'] as const;

/** Every control of the project: what is planted in a real cluster. */
export async function plants(): Promise<Plant[]> {
  const found: Plant[] = [];
  for (const folder of PLANTED) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()) {
      const scenario = join(folder, file);
      const { control } = await loadScenario(scenario);
      if (!control) throw new Error(`${scenario} plants nothing`);
      const { sabotage, mustTrip } = control;
      found.push({ name: basename(file, '.yaml'), scenario, options: [], kind: sabotage.type, mustTrip });
    }
  }
  return found;
}

/** How often each reference scenario is run with nothing planted; every repetition has a seed of its own. */
const CLEAN: Readonly<Record<string, number>> = {
  'phase-1-and-back': 6,
  'regret-from-phase-2': 4,
  pinned: 4,
  'no-way-back': 4,
  ladder: 2,
};

/** Runs in which nothing may be found. */
export function cleanRuns(): Trial[] {
  return Object.entries(CLEAN).flatMap(([scenario, times]) =>
    Array.from({ length: times }, (_, index) => ({
      name: `clean-${scenario}-${index + 1}`,
      scenario: `scenarios/reference/${scenario}.yaml`,
      options: ['--seed', String(index + 1)],
    })),
  );
}
