import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { exitCodeOfControl, trippedExactly } from '../../src/assertions/controls.js';
import { CONTROLS, controlOf, rehearseInto } from '../support/rehearse.js';
import { reportProblems } from '../support/report-page.js';
import { temporaryDirectory } from '../support/run-cli.js';

/** A run that fails, and one with a fault that is inconclusive: their reports are looked at in a browser. */
const LOOKED_AT = ['object-changed.yaml', 'idle-fault.yaml'];

/** Most of a control is waiting for the old leader's lease to run out, so several are rehearsed at a time (`maxConcurrency`). */
describe.concurrent('controls', async () => {
  for (const file of (await readdir(CONTROLS)).sort()) {
    it(`${file} trips exactly what it must`, async ({ expect, onTestFinished }) => {
      const { mustTrip } = await controlOf(join(CONTROLS, file));
      const { exitCode, verdict, directory } = await rehearseInto(
        join(await temporaryDirectory(onTestFinished), 'run'),
        join(CONTROLS, file),
      );
      expect(exitCode).toBe(exitCodeOfControl(mustTrip));
      const found = verdict.findings.filter(({ severity }) => severity !== 'note');
      expect(trippedExactly(verdict, mustTrip), JSON.stringify(found, null, 1)).toBe(true);
      if (LOOKED_AT.includes(file)) expect(await reportProblems(directory)).toEqual([]);
    });
  }
});
