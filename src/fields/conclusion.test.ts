import { describe, expect, it } from 'vitest';
import { conclusionOf } from './conclusion.js';
import type { Coverage } from './coverage.js';

const COVERAGE: Coverage = {
  kinds: { reached: 2, of: 2 },
  unreachedKinds: [],
  fields: { reached: 3, of: 9 },
  newFields: { reached: 0, of: 1 },
  classes: {},
};

const LEARNT = { findings: 0, coverage: COVERAGE, unanswered: 0 };

describe('a probe', () => {
  it('passes when every kind was reached, every question answered, and nothing found', () => {
    expect(conclusionOf(LEARNT)).toEqual({ outcome: 'pass', doubts: [] });
  });

  it('fails with a finding, and keeps its doubts', () => {
    expect(conclusionOf({ ...LEARNT, findings: 1, unanswered: 2 })).toEqual({
      outcome: 'fail',
      doubts: ['2 questions got no answer that says anything'],
    });
  });

  it('is inconclusive where a kind was not reached, which it names', () => {
    const coverage = { ...COVERAGE, unreachedKinds: ['v1 nodes', 'apps/v1 deployments'] };
    expect(conclusionOf({ ...LEARNT, coverage })).toEqual({
      outcome: 'inconclusive',
      doubts: ['no field was reached of v1 nodes, apps/v1 deployments'],
    });
  });

  it('is inconclusive when a question was not answered', () => {
    expect(conclusionOf({ ...LEARNT, unanswered: 1 }).outcome).toBe('inconclusive');
  });

  it('is inconclusive when it looked at nothing', () => {
    const coverage = { ...COVERAGE, kinds: { reached: 0, of: 0 } };
    expect(conclusionOf({ ...LEARNT, coverage })).toEqual({
      outcome: 'inconclusive',
      doubts: ['no kind was asked about'],
    });
  });
});
