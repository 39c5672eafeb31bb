import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../model/plan.js';
import { GUARANTEE_IDS, type GuaranteeId } from '../model/guarantee.js';
import { planScenario } from '../cli/prepare.js';
import { canonicalJson } from '../support/canonical-json.js';
import { loadScenario } from './load-scenario.js';

const root = fileURLToPath(new URL('../../scenarios', import.meta.url));
const KINDS: Readonly<Record<string, string>> = {
  reference: 'Rehearsal',
  controls: 'Control',
  plants: 'Control',
  clean: 'Rehearsal',
  chaos: 'Rehearsal',
  regressions: 'Regression',
};

/** Scenario files are those right in a folder of scenarios/; manifests lie deeper. */
async function scenarioFiles(): Promise<string[]> {
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const files = folders.map(async ({ name }) =>
    (await readdir(join(root, name))).filter((file) => file.endsWith('.yaml')).map((file) => join(name, file)),
  );
  return (await Promise.all(files)).flat().sort();
}

const files = await scenarioFiles();
const planOf = (file: string): Promise<Plan> => planScenario(join(root, file), {});

describe('every scenario file', () => {
  it.each(files)('is valid, named after its file, says what it asks, and can be planned: %s', async (file) => {
    const scenario = await loadScenario(join(root, file));
    expect(scenario.name).toBe(basename(file, '.yaml'));
    expect(scenario.description).not.toBe('');
    expect(scenario.kind).toBe(KINDS[dirname(file)]);
    expect((await planOf(file)).steps.length).toBeGreaterThan(1);
    expect((await readFile(join(root, file), 'utf8')).split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../../schemas/scenario.schema.json',
    );
  });

  it('of the reference is there', () => {
    expect(files.filter((file) => file.startsWith('reference/'))).toEqual(
      [
        'forward-compatible',
        'ladder',
        'no-way-back',
        'phase-1-and-back',
        'pinned',
        'regret-from-phase-2',
        'skip-level',
      ].map((name) => `reference/${name}.yaml`),
    );
  });
});

describe('the controls', () => {
  it('trip every guarantee but the one that only a missing corpus object breaks', async () => {
    const plans = await Promise.all(files.filter((file) => file.startsWith('controls/')).map(planOf));
    const tripped = new Set(plans.map((plan) => plan.control?.mustTrip.guarantee));
    const untried: GuaranteeId[] = ['corpus-complete'];
    expect(GUARANTEE_IDS.filter((id) => !tripped.has(id))).toEqual(untried);
  });
});

describe('the ladder', () => {
  it('is planned, byte for byte, as recorded', async () => {
    const plan = canonicalJson(await planOf('reference/ladder.yaml'));
    await expect(plan).toMatchFileSnapshot('testing/ladder.plan.snap');
  });
});
