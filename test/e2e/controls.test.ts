import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeOfControl, trippedExactly } from '../../src/assertions/controls.js';
import { CONTROLS, controlOf, rehearse } from '../support/rehearse.js';

describe('controls', async () => {
  for (const file of (await readdir(CONTROLS)).sort()) {
    it(`${file} trips exactly what it must`, async () => {
      const { mustTrip } = await controlOf(join(CONTROLS, file));
      const { exitCode, verdict } = await rehearse(join(CONTROLS, file));
      expect(exitCode).toBe(exitCodeOfControl(mustTrip));
      const found = verdict.findings.filter(({ severity }) => severity !== 'note');
      expect(trippedExactly(verdict, mustTrip), JSON.stringify(found, null, 1)).toBe(true);
    });
  }
});
