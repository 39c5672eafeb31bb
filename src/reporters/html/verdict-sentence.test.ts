import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../model/verdict.js';
import { sampleEntry, sampleFinding, samplePlan, sampleVerdict } from '../testing/sample-run.js';
import { verdictSentence } from './verdict-sentence.js';

const completed = { event: 'completed', message: '' } as const;
const sentence = (verdict: Partial<Verdict>, ending: Parameters<typeof verdictSentence>[2] = completed) =>
  verdictSentence(samplePlan(), sampleVerdict(verdict), ending);

describe('the verdict in one sentence', () => {
  it('says what held', () => {
    expect(sentence({})).toBe(
      'From 1.36.3 to 1.37.2 over 4 stops, everything that must stay the same stayed the same.',
    );
    const expected = [{ entry: sampleEntry(), step: '01-binary-upgrade', before: 1, after: 2 }];
    expect(sentence({ expected })).toMatch(/, apart from 1 accepted upstream difference\.$/);
  });

  it('says how much is broken and where it began, in the order of the stops', () => {
    const findings = [
      sampleFinding({ step: '02-emulation-upgrade' }),
      sampleFinding({ step: '01-binary-upgrade', guarantee: 'gates' }),
      sampleFinding({ step: '00-baseline', severity: 'note' }),
    ];
    expect(sentence({ outcome: 'fail', findings })).toBe(
      'From 1.36.3 to 1.37.2, 2 guarantees did not hold: 2 violations, first at 01-binary-upgrade.',
    );
  });

  it('never lets an inconclusive run sound like a passing one', () => {
    const findings = [sampleFinding({ severity: 'inconclusive' })];
    expect(sentence({ outcome: 'inconclusive', findings })).toMatch(/but 1 check could not be made\.$/);
    expect(sentence({ outcome: 'inconclusive' }, { event: 'interrupted', message: 'SIGINT' })).toContain(
      'was interrupted',
    );
    expect(sentence({ outcome: 'inconclusive' }, { event: 'unfinished', message: '' })).toContain('was killed');
    expect(sentence({ outcome: 'inconclusive' }, { event: 'broken', message: 'disk full' })).toContain(
      'broke off (disk full)',
    );
  });
});
