import { describe, expect, it } from 'vitest';
import type { RollbackVerdict } from '../model/verdict.js';
import { pointOfNoReturn } from './point-of-no-return.js';
import { samplePlan, sampleVerdict } from './testing/sample-run.js';

const STEPS = samplePlan().steps.map(({ name }) => name);

function sentences(...outcomes: RollbackVerdict['outcome'][]): string {
  const rollback = outcomes.map((outcome, at) => ({ step: STEPS[at]!, outcome, facts: [] }));
  return pointOfNoReturn(samplePlan(), sampleVerdict({ rollback }), (step) => step).join(' ');
}

describe('pointOfNoReturn', () => {
  it('names the first lossy and the first impossible stop', () => {
    expect(sentences('safe', 'lossy', 'lossy', 'impossible')).toBe(
      'The first stop from which going back to 1.36.3 loses something is 01-binary-upgrade. ' +
        'The first stop from which going back to 1.36.3 is impossible is 03-emulation-rollback.',
    );
  });

  it('says that there is none only when stops were examined', () => {
    expect(sentences('safe', 'safe', 'safe', 'safe')).toBe(
      'There is none: from every stop examined, going back to 1.36.3 is safe.',
    );
    expect(sentences('not examined')).toBe('At no stop was it examined whether 1.36.3 could take over again.');
  });

  it('counts stops that were not examined or not reached', () => {
    expect(sentences('safe', 'not examined', 'safe')).toContain('2 stops were not examined.');
    expect(sentences('safe', 'safe', 'safe')).toContain('1 stop was not examined.');
  });
});
