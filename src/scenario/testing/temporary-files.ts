import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Scenario } from '../../model/scenario.js';
import { loadScenario } from '../load-scenario.js';
import { ScenarioError } from '../problems.js';

/** Files of a test in a folder of their own, gone afterwards. Names are relative to the folder. */
export async function inFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-scenario-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Loads `s.yaml` with this text, beside other files. */
export async function load(
  text: string | Uint8Array,
  others: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Scenario> {
  return inFolder({ ...others, 's.yaml': text }, (folder) => loadScenario(join(folder, 's.yaml')));
}

/** The problems of a scenario, one a line, without the folder's path. */
export async function problemsOfText(
  text: string | Uint8Array,
  others: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string[]> {
  return inFolder({ ...others, 's.yaml': text }, async (folder) => {
    try {
      await loadScenario(join(folder, 's.yaml'));
      return [];
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      return error.message.replaceAll(`${folder}/`, '').split('\n');
    }
  });
}

/** The shortest scenario, with lines added at its end. */
export function shortest(...lines: readonly string[]): string {
  const head = ['apiVersion: kube-rehearse/v1alpha1', 'kind: Rehearsal', 'metadata: { name: x }'];
  return [...head, 'spec:', '  steps: [null-restart]', ...lines, ''].join('\n');
}
