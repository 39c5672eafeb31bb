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

const PLANTED = 'scenarios/plants';

/** What is planted in real clusters, beside the one control of each guarantee that the tests rehearse. */
export async function plants(): Promise<Plant[]> {
  const found: Plant[] = [];
  for (const file of (await readdir(PLANTED)).filter((name) => name.endsWith('.yaml')).sort()) {
    const scenario = join(PLANTED, file);
    const { control } = await loadScenario(scenario);
    if (!control) throw new Error(`${scenario} plants nothing`);
    const { sabotage, mustTrip } = control;
    found.push({ name: basename(file, '.yaml'), scenario, options: [], kind: sabotage.type, mustTrip });
  }
  return found;
}

/** What is run with nothing planted: a scenario, and each time the options that make it another run. */
const CLEAN: Readonly<Record<string, readonly string[]>> = {
  'scenarios/clean/restart.yaml': [...repeated('1.34', 3), ...repeated('1.35', 3), ...repeated('1.36', 3)],
  'scenarios/clean/killed-in-restart.yaml': ['--seed 1', '--seed 2', '--seed 3', '--seed 4', '--seed 5'],
  'scenarios/reference/phase-1-and-back.yaml': ['1.34', '1.35', '1.36', '1.36'].map(pair),
  'scenarios/reference/regret-from-phase-2.yaml': [pair('1.36'), pair('1.36')],
};

/** Runs in which nothing may be found. */
export function cleanRuns(): Trial[] {
  return Object.entries(CLEAN).flatMap(([scenario, runs]) =>
    runs.map((options, index) => ({
      name: `clean-${basename(scenario, '.yaml')}-${index + 1}`,
      scenario,
      options: options.split(' '),
    })),
  );
}

function repeated(from: string, times: number): string[] {
  return Array.from({ length: times }, () => pair(from));
}

/** The options for an upgrade from this minor to the next one. */
function pair(from: string): string {
  return `--from ${from} --to 1.${Number(from.slice(2)) + 1}`;
}
