import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesSubject } from '../../src/assertions/ledger.js';
import { CONTROLS, REFERENCE, controlOf, outcomes, rehearse, shown } from '../support/rehearse.js';
import { reportProblems } from '../support/report-page.js';

describe('reference scenarios on the newest pair', () => {
  it('from phase 1 one can go back, and no control finding is there without its sabotage', async () => {
    const { exitCode, verdict, directory } = await rehearse(`${REFERENCE}/phase-1-and-back.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(await reportProblems(directory)).toEqual([]);
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
    const { exitCode, verdict, directory } = await rehearse(`${REFERENCE}/no-way-back.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(await reportProblems(directory)).toEqual([]);
    expect(verdict.rollback.at(-1)?.outcome).toBe('impossible');
    expect(
      verdict.rollback
        .at(-1)
        ?.facts.map(({ message }) => message)
        .join('\n'),
    ).toContain('includes');
  });

  it('the pinned phases 1, 2 and 3 pass', async () => {
    const { exitCode, verdict } = await rehearse(`${REFERENCE}/pinned.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
  });
});
