import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeOfControl, trippedExactly } from '../../src/assertions/controls.js';
import { CONTROLS, controlOf, rehearse } from '../support/rehearse.js';
import { reportProblems } from '../support/report-page.js';

/** A run that fails, and one with a fault that is inconclusive: their reports are looked at in a browser. */
const LOOKED_AT = ['object-changed.yaml', 'idle-fault.yaml'];

describe('controls', async () => {
  for (const file of (await readdir(CONTROLS)).sort()) {
    it(`${file} trips exactly what it must`, async () => {
      const { mustTrip } = await controlOf(join(CONTROLS, file));
      const { exitCode, verdict, directory } = await rehearse(join(CONTROLS, file));
      expect(exitCode).toBe(exitCodeOfControl(mustTrip));
      const found = verdict.findings.filter(({ severity }) => severity !== 'note');
      expect(trippedExactly(verdict, mustTrip), JSON.stringify(found, null, 1)).toBe(true);
      if (LOOKED_AT.includes(file)) expect(await reportProblems(directory)).toEqual([]);
    });
  }
});
