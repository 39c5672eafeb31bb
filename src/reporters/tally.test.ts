import { describe, expect, it } from 'vitest';
import { sampleEntry, sampleFinding, sampleVerdict } from './testing/sample-run.js';
import { acceptedDifferences, detailOf, groupFindings, rollbackText, sentenceOf, verdictLine } from './tally.js';

const difference = (id: string, step: string) => ({ entry: sampleEntry({ id }), step, before: 1, after: 2 });

describe('verdictLine', () => {
  it('says pass alone when nothing had to be accepted', () => {
    expect(verdictLine(sampleVerdict())).toBe('pass');
  });

  it('counts one accepted difference in the singular', () => {
    expect(verdictLine(sampleVerdict({ expected: [difference('a', '01')] }))).toBe(
      'pass, 1 accepted upstream difference',
    );
  });

  it('counts an entry once however many stops met it', () => {
    const expected = [difference('a', '01'), difference('a', '04'), difference('b', '04')];
    expect(verdictLine(sampleVerdict({ expected }))).toBe('pass, 2 accepted upstream differences');
  });

  it('counts violations and nothing else when the run failed', () => {
    const findings = [
      sampleFinding(),
      sampleFinding({ severity: 'note' }),
      sampleFinding({ severity: 'inconclusive' }),
    ];
    expect(verdictLine(sampleVerdict({ outcome: 'fail', findings }))).toBe('fail, 1 violation');
    expect(verdictLine(sampleVerdict({ outcome: 'fail', findings: [...findings, sampleFinding()] }))).toBe(
      'fail, 2 violations',
    );
  });

  it('counts the checks that could not be made', () => {
    const findings = [sampleFinding({ severity: 'inconclusive' })];
    const line = verdictLine(sampleVerdict({ outcome: 'inconclusive', findings }));
    expect(line).toBe('inconclusive, 1 check could not be made');
  });

  it('counts checks left out where an inconclusive run has no finding, and claims no number where there is none', () => {
    const outcome = 'inconclusive';
    expect(verdictLine(sampleVerdict({ outcome, notJudged: ['x', 'y'] }))).toBe(
      'inconclusive, 2 checks could not be made',
    );
    expect(verdictLine(sampleVerdict({ outcome }))).toBe('inconclusive');
  });
});

describe('acceptedDifferences', () => {
  it('keeps entries of the same id apart when their places differ', () => {
    const expected = [
      difference('a', '01'),
      { ...difference('a', '01'), entry: sampleEntry({ id: 'a', path: 'other' }) },
    ];
    expect(acceptedDifferences(sampleVerdict({ expected }))).toHaveLength(2);
  });
});

describe('groupFindings', () => {
  it('groups by guarantee in their order, then by subject, over all stops', () => {
    const groups = groupFindings([
      sampleFinding({ guarantee: 'rollback', subject: 'r' }),
      sampleFinding({ guarantee: 'binary', component: 'kube-scheduler', subject: 'executable' }),
      sampleFinding({ guarantee: 'rollback', subject: 's' }),
      sampleFinding({ guarantee: 'rollback', subject: 'r', step: '02-emulation-upgrade' }),
    ]);
    const shape = groups.map(({ guarantee, count, subjects }) => [
      guarantee,
      count,
      subjects.map((one) => one.subject),
    ]);
    expect(shape).toEqual([
      ['binary', 1, ['kube-scheduler executable']],
      ['rollback', 3, ['r', 's']],
    ]);
  });
});

describe('sentenceOf', () => {
  it.each([
    ['Every key is kept. It is gone.', 'Every key is kept', 'It is gone.'],
    ['Every key is kept: it is gone', 'Every key is kept', 'it is gone'],
    ['The release is 1.37.2 as asked.', 'The release is 1.37.2 as asked', ''],
    ['no end at all', 'no end at all', ''],
    ['', '', ''],
  ])('finds the sentence of "%s"', (message, sentence, detail) => {
    expect(sentenceOf(message)).toBe(sentence);
    expect(detailOf({ message, subject: '', path: '' })).toBe(detail);
  });
});

it('detailOf leaves out the names that a message begins with', () => {
  const finding = sampleFinding({
    subject: 'v1 Pod a',
    path: 'spec.x',
    message: 'All stays: v1 Pod a spec.x changed in v1 Pod a',
  });
  expect(detailOf(finding)).toBe('changed in v1 Pod a');
  expect(detailOf({ ...finding, message: 'All stays: v1 Pod ab changed' })).toBe('v1 Pod ab changed');
});

it('rollbackText tells a stop that was not reached from one that was not examined', () => {
  expect(rollbackText(undefined)).toBe('not reached');
  expect(rollbackText({ step: 'x', outcome: 'not examined', facts: [] })).toBe('not examined');
});
