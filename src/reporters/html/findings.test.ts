import { describe, expect, it } from 'vitest';
import { sampleEntry, sampleFinding, sampleSentences, sampleVerdict } from '../testing/sample-run.js';
import { acceptedViews, coverageViews, factViews, findingList, shareViews } from './findings.js';

describe('the findings of a page', () => {
  it('are one where several stops have the same, and keep all evidence', () => {
    const findings = ['01', '02'].map((step) => sampleFinding({ step, evidence: ['plan.json', `${step}.json`] }));
    const { count, groups, left } = findingList(
      sampleVerdict({ findings: [...findings, sampleFinding({ after: 5 })] }),
      'violation',
    );
    expect([count, left]).toEqual([3, 0]);
    expect(groups).toHaveLength(1);
    expect(groups[0]!.subjects).toHaveLength(1);
    expect(groups[0]!.subjects[0]!.findings).toMatchObject([
      { steps: ['01', '02'], before: '3', after: '4', evidence: ['plan.json', '01.json', '02.json'] },
      { steps: ['01-binary-upgrade'], after: '5' },
    ]);
  });

  it('keep severities apart', () => {
    const verdict = sampleVerdict({ findings: [sampleFinding(), sampleFinding({ severity: 'note' })] });
    expect(findingList(verdict, 'note').count).toBe(1);
    expect(findingList(verdict, 'inconclusive')).toEqual({ count: 0, groups: [], left: 0 });
  });

  it('cut what would make the page too large, and say how much', () => {
    const findings = Array.from({ length: 10_003 }, (_, at) => sampleFinding({ subject: `object ${at}` }));
    const list = findingList(sampleVerdict({ findings }), 'violation');
    expect([list.count, list.left, list.groups[0]!.subjects.length]).toEqual([10_003, 3, 10_000]);
    const { groups } = findingList(
      sampleVerdict({ findings: [sampleFinding({ before: 'x'.repeat(9000) })] }),
      'violation',
    );
    expect(groups[0]!.subjects[0]!.findings[0]!.before).toMatch(/^"x+… \(5002 more characters\)$/);
  });

  it('count per guarantee what was checked and found', () => {
    const verdict = sampleVerdict({
      findings: [sampleFinding(), sampleFinding({ severity: 'note' })],
      expected: [{ entry: sampleEntry(), step: '01', before: 1, after: 2 }],
    });
    expect(
      coverageViews(verdict, sampleSentences()).find(({ guarantee }) => guarantee === 'content-unchanged'),
    ).toEqual({
      guarantee: 'content-unchanged',
      sentence: 'What content-unchanged says holds',
      checked: verdict.coverage['content-unchanged'],
      violations: 1,
      inconclusive: 0,
      notes: 1,
      accepted: 1,
    });
  });

  it('put accepted differences together by their reason, and equal places of one entry', () => {
    const met = (step: string, subject: string, after: string[] | null = null) => ({
      entry: sampleEntry({ subject }),
      step,
      before: ['get'],
      after,
    });
    const [group, ...others] = acceptedViews(
      sampleVerdict({ expected: [met('01', 'a'), met('02', 'a'), met('02', 'a', []), met('02', 'b')] }),
    );
    expect(others).toEqual([]);
    expect(group!.entries).toMatchObject([
      {
        subject: 'a',
        met: [
          { steps: ['01', '02'], after: 'null' },
          { steps: ['02'], after: '[]' },
        ],
      },
      { subject: 'b', met: [{ steps: ['02'] }] },
    ]);
  });

  it('do not repeat in a fact what the page shows of it', () => {
    const fact = { type: 'field-lost', subject: 'v1 Pod a', path: 'spec.x', before: 1, after: null } as const;
    const messages = ['v1 Pod a loses spec.x', 'v1 Pod a is gone', 'gone'].map((message) => ({ ...fact, message }));
    expect(factViews(messages).facts.map(({ message }) => message)).toEqual(['', 'is gone', 'gone']);
  });

  it('leave the values of a fact empty where it has none', () => {
    const fact = { type: 'orphaned', subject: 'x', path: '', before: null, after: null, message: '' } as const;
    expect(factViews([fact, { ...fact, before: {} }]).facts.map(({ before, after }) => [before, after])).toEqual([
      ['', ''],
      ['{}', 'null'],
    ]);
  });
});

describe('how well kinds are filled', () => {
  it('says of each how much, and whether that is too little', () => {
    const shares = [
      { kind: 'v1 Node', objects: 1, fields: 100, set: 69 },
      { kind: 'v1 Secret', objects: 1, fields: 100, set: 70 },
    ];
    expect(
      shareViews(sampleVerdict({ fieldShares: shares })).map(({ kind, share, thin }) => [kind, share, thin]),
    ).toEqual([
      ['v1 Node', '69 %', true],
      ['v1 Secret', '70 %', false],
    ]);
  });

  it('is empty where no baseline was seen', () => {
    expect(shareViews(sampleVerdict())).toEqual([]);
  });
});
