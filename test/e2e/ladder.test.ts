import { describe, expect, it } from 'vitest';
import { REFERENCE, rehearse, shown } from '../support/rehearse.js';
import { reportProblems } from '../support/report-page.js';

describe('the newest pair', () => {
  it('the ladder passes, and every stop says whether one could go back from it', async () => {
    const { exitCode, verdict, lastLine, directory } = await rehearse(`${REFERENCE}/ladder.yaml`);
    expect(shown(verdict)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(lastLine).toMatch(/^pass, \d+ accepted upstream differences$/);
    expect(verdict.unmatched).toEqual([]);
    expect(verdict.notJudged).toEqual([]);
    // a scenario without faults has none that could land
    const { 'faults-landed': faults, ...others } = verdict.coverage;
    expect(faults).toBe(0);
    expect(Object.entries(others).filter(([, count]) => count === 0)).toEqual([]);
    expect(await reportProblems(directory)).toEqual([]);
    expect(verdict.rollback).toHaveLength(11);
    expect(verdict.rollback.map(({ outcome }) => outcome)).not.toContain('not examined');
  });
});
