import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trippedExactly } from '../../src/assertions/controls.js';
import { namesSubject } from '../../src/assertions/ledger.js';
import type { Control } from '../../src/model/scenario.js';
import type { Verdict } from '../../src/model/verdict.js';
import { loadScenario } from '../../src/scenario/load-scenario.js';
import { runCli, temporaryDirectory } from '../support/run-cli.js';

const REFERENCE = 'scenarios/reference';
const CONTROLS = 'scenarios/controls';

/** Runs a scenario with the built command line and gives its exit code and its verdict, as `run` and as `judge` wrote it. */
async function rehearse(scenario: string): Promise<{ exitCode: number; verdict: Verdict; lastLine: string }> {
  const out = join(await temporaryDirectory(), 'run');
  const run = await runCli(['run', scenario, '--out', out]);
  const written = await readFile(join(out, 'verdict.json'), 'utf8').catch(() => {
    throw new Error(`no verdict; the run said:\n${run.stderr}\n${run.stdout}`);
  });
  const judged = await runCli(['judge', out]);
  expect(judged.exitCode, 'judge ends with the exit code of run').toBe(run.exitCode);
  expect(await readFile(join(out, 'verdict.json'), 'utf8'), 'judge writes the same bytes').toBe(written);
  const lastLine = run.stdout.trimEnd().split('\n').at(-1) ?? '';
  return { exitCode: run.exitCode, verdict: JSON.parse(written) as Verdict, lastLine };
}

function shown(verdict: Verdict): string[] {
  return verdict.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ guarantee, step, subject, path, message }) => `${guarantee} ${step} ${subject} ${path}: ${message}`);
}

function outcomes(verdict: Verdict): string[] {
  return verdict.rollback.map(({ step, outcome }) => `${step} ${outcome}`);
}

describe('reference scenarios on the newest pair', () => {
  it('the ladder passes, and every stop says whether one could go back from it', async () => {
    const { exitCode, verdict, lastLine } = await rehearse(`${REFERENCE}/ladder.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(lastLine).toMatch(/^pass, \d+ accepted upstream differences$/);
    expect(verdict.unmatched).toEqual([]);
    expect(verdict.notJudged).toEqual([]);
    expect(Object.values(verdict.coverage).every((count) => count > 0)).toBe(true);
    expect(verdict.rollback).toHaveLength(11);
    expect(verdict.rollback.map(({ outcome }) => outcome)).not.toContain('not examined');
  });

  it('from phase 1 one can go back, and no control finding is there without its sabotage', async () => {
    const { exitCode, verdict } = await rehearse(`${REFERENCE}/phase-1-and-back.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
    for (const file of await readdir(CONTROLS)) {
      const { mustTrip } = await controlOf(join(CONTROLS, file));
      const tripped = verdict.findings.filter(
        ({ guarantee, severity, subject }) =>
          severity === 'violation' && guarantee === mustTrip.guarantee && namesSubject(mustTrip.subject, subject),
      );
      expect(tripped, file).toEqual([]);
    }
  });

  it('going straight back from phase 2 loses what only the new release knows', async () => {
    const { exitCode, verdict } = await rehearse(`${REFERENCE}/regret-from-phase-2.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(outcomes(verdict)).toContain('03-emulation-upgrade lossy');
  });

  it('a CEL function of the new release, stored in phase 3, makes the way back impossible', async () => {
    const { exitCode, verdict } = await rehearse(`${REFERENCE}/no-way-back.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(verdict.rollback.at(-1)?.outcome).toBe('impossible');
    expect(verdict.rollback.at(-1)?.facts.map(({ message }) => message).join('\n')).toContain('includes');
  });

  it('the pinned phases 1, 2 and 3 pass', async () => {
    const { exitCode, verdict } = await rehearse(`${REFERENCE}/pinned.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
  });
});

describe('controls', async () => {
  for (const file of (await readdir(CONTROLS)).sort()) {
    it(`${file} trips exactly what it must`, async () => {
      const { mustTrip } = await controlOf(join(CONTROLS, file));
      const { exitCode, verdict } = await rehearse(join(CONTROLS, file));
      expect(exitCode).toBe(1);
      const violations = verdict.findings.filter(({ severity }) => severity === 'violation');
      expect(trippedExactly(verdict, mustTrip), JSON.stringify(violations, null, 1)).toBe(true);
    });
  }
});

async function controlOf(path: string): Promise<Control> {
  const { control } = await loadScenario(path);
  if (!control) throw new Error(`${path} is no control`);
  return control;
}
