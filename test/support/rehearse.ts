import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Control } from '../../src/model/scenario.js';
import type { Verdict } from '../../src/model/verdict.js';
import { loadScenario } from '../../src/scenario/load-scenario.js';
import { runCli, temporaryDirectory } from './run-cli.js';

export const REFERENCE = 'scenarios/reference';
export const CONTROLS = 'scenarios/controls';

/** A run that has ended. */
export interface Rehearsed {
  readonly exitCode: number;
  readonly verdict: Verdict;
  readonly lastLine: string;
  readonly directory: string;
}

/** `rehearseInto` a directory that is removed when the test has finished. */
export async function rehearse(scenario: string, ...options: readonly string[]): Promise<Rehearsed> {
  return rehearseInto(join(await temporaryDirectory(), 'run'), scenario, ...options);
}

/** Runs a scenario with the built command line and gives its exit code and its verdict, as `run` and as `judge` wrote it. */
export async function rehearseInto(out: string, scenario: string, ...options: readonly string[]): Promise<Rehearsed> {
  const run = await runCli(['run', scenario, '--out', out, ...options]);
  const written = await readFile(join(out, 'verdict.json'), 'utf8').catch(() => {
    throw new Error(`no verdict; the run said:\n${run.stderr}\n${run.stdout}`);
  });
  const judged = await runCli(['judge', out]);
  expect(judged.exitCode, 'judge ends with the exit code of run').toBe(run.exitCode);
  expect(await readFile(join(out, 'verdict.json'), 'utf8'), 'judge writes the same bytes').toBe(written);
  const lastLine = run.stdout.trimEnd().split('\n').at(-1) ?? '';
  return { exitCode: run.exitCode, verdict: JSON.parse(written) as Verdict, lastLine, directory: out };
}

/** Everything found but notes, a line each. */
export function shown(verdict: Verdict): string[] {
  return verdict.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ guarantee, step, subject, path, message }) => `${guarantee} ${step} ${subject} ${path}: ${message}`);
}

/** `STEP OUTCOME` of each stop's rollback. */
export function outcomes(verdict: Verdict): string[] {
  return verdict.rollback.map(({ step, outcome }) => `${step} ${outcome}`);
}

/** What a control plants and must trip. */
export async function controlOf(path: string): Promise<Control> {
  const { control } = await loadScenario(path);
  if (!control) throw new Error(`${path} is no control`);
  return control;
}
