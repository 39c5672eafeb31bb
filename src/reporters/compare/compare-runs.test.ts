import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../model/verdict.js';
import { HOSTILE, sampleEntry, sampleFinding, sampleInfo, samplePlan, sampleVerdict } from '../testing/sample-run.js';
import { compareRuns, type ComparedRun } from './compare-runs.js';
import { comesToTheSame, comparisonSentence, renderComparison } from './comparison-text.js';

const STEP = '01-binary-upgrade';

function run(verdict: Partial<Verdict> = {}, change: Partial<ComparedRun> = {}): ComparedRun {
  const journal = [{ type: 'run' as const, at: 61_000, event: 'completed' as const, message: '' }];
  return { name: 'run', plan: samplePlan(), verdict: sampleVerdict(verdict), info: sampleInfo(), journal, ...change };
}

describe('two runs', () => {
  it('with other times only come to the same, and the times are told apart', () => {
    const slower = [{ type: 'run' as const, at: 90_000, event: 'completed' as const, message: '' }];
    const comparison = compareRuns(run(), run({}, { journal: slower }));
    expect(comesToTheSame(comparison)).toBe(true);
    expect(comparisonSentence(comparison)).toBe('Both runs came to the same: pass.');
    expect(comparison.inputs).toEqual([]);
    expect(comparison.times[0]).toEqual({ what: 'the whole run', before: 61_000, after: 90_000 });
  });

  it('differ by the findings that only one of them has', () => {
    const gone = sampleFinding({ subject: 'gone' });
    const both = sampleFinding({ subject: 'both' });
    const appeared = sampleFinding({ subject: 'appeared' });
    const comparison = compareRuns(
      run({ outcome: 'fail', findings: [gone, both] }),
      run({ outcome: 'fail', findings: [both, appeared] }),
    );
    expect(comparison.findings[0]).toMatchObject({
      severity: 'violation',
      appeared: [appeared],
      gone: [gone],
      same: 1,
    });
    expect(comparisonSentence(comparison)).toBe('Both are fail: 1 violation appeared, 1 violation went away.');
  });

  it('have a finding in common also where what stood there differs', () => {
    const [a, b] = [sampleFinding({ after: 'uid-1' }), sampleFinding({ after: 'uid-2' })];
    const comparison = compareRuns(run({ findings: [a] }), run({ findings: [b] }));
    expect(comparison.findings[0]).toMatchObject({ appeared: [], gone: [], same: 1, otherValues: 1 });
  });

  it('differ where one of two equal findings is gone', () => {
    const comparison = compareRuns(
      run({ findings: [sampleFinding(), sampleFinding()] }),
      run({ findings: [sampleFinding()] }),
    );
    expect(comparison.findings[0]).toMatchObject({ appeared: [], gone: [sampleFinding()], same: 1 });
  });

  it('differ where a finding is at another stop, or weighs less', () => {
    const before = run({ findings: [sampleFinding()] });
    const moved = compareRuns(before, run({ findings: [sampleFinding({ step: '02-emulation-upgrade' })] }));
    expect(moved.findings[0]).toMatchObject({ appeared: [{ step: '02-emulation-upgrade' }], gone: [{ step: STEP }] });
    const lighter = compareRuns(before, run({ findings: [sampleFinding({ severity: 'note' })] }));
    expect(lighter.findings.map(({ appeared, gone }) => [appeared.length, gone.length])).toEqual([
      [0, 1],
      [0, 0],
      [1, 0],
    ]);
  });

  it('differ in what was accepted', () => {
    const accepted = { entry: sampleEntry(), step: STEP, before: null, after: 1 };
    const { accepted: changes } = compareRuns(run(), run({ expected: [accepted] }));
    expect(changes).toMatchObject({ appeared: [{ entry: sampleEntry(), step: STEP }], gone: [], same: 0 });
  });

  it('differ in what going back costs, fact by fact', () => {
    const fact = { type: 'field-lost' as const, path: 'spec.a', before: 1, after: null, message: '' };
    const [one, two] = [
      { ...fact, subject: 'one' },
      { ...fact, subject: 'two' },
    ];
    const comparison = compareRuns(
      run({ rollback: [{ step: STEP, outcome: 'lossy', facts: [one] }] }),
      run({ rollback: [{ step: STEP, outcome: 'lossy', facts: [one, two] }] }),
    );
    expect(comparison.costs).toEqual([{ step: STEP, appeared: [two], gone: [], same: 1 }]);
    expect(comparison.stops.filter(({ differs }) => differs).map(({ name }) => name)).toEqual([STEP]);
  });

  it('differ in their plans, versions and programs', () => {
    const [first, ...others] = sampleInfo().binaries;
    const binaries = [{ ...first!, sha256: 'f'.repeat(64) }, ...others];
    const { steps } = samplePlan();
    const shorter = run({}, { plan: samplePlan({ steps: steps.slice(0, 2) }), info: sampleInfo({ binaries }) });
    const comparison = compareRuns(run(), shorter);
    expect(comparison.inputs.map(({ what }) => what)).toEqual(['stops', 'plan', first!.program]);
    expect(comparison.stops.at(-1)).toMatchObject({ after: null, differs: true });
    expect(comesToTheSame(comparison)).toBe(false);
  });

  it('are the other way round when they are compared the other way round', () => {
    const [a, b] = [run({ findings: [sampleFinding()] }), run({ findings: [sampleFinding({ subject: 'other' })] })];
    const [there, back] = [compareRuns(a, b), compareRuns(b, a)];
    expect(back.findings.map(({ appeared }) => appeared)).toEqual(there.findings.map(({ gone }) => gone));
    expect(back.stops.map(({ differs }) => differs)).toEqual(there.stops.map(({ differs }) => differs));
  });
});

describe('the text of a comparison', () => {
  it('stays within its width, shows hostile names as text, and ends with the sentence', () => {
    const comparison = compareRuns(
      run(),
      run({ outcome: 'fail', findings: [sampleFinding({ subject: HOSTILE })] }, { name: HOSTILE }),
    );
    const text = renderComparison(comparison, { width: 60 });
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(text).toContain('violations that only B has: 1\n  + 01-binary-upgrade');
    expect(text.trimEnd().split('\n').at(-1)).toBe('pass became fail: 1 violation appeared.');
  });

  it('counts what is left out of a long list', () => {
    const findings = Array.from({ length: 25 }, (_, at) => sampleFinding({ subject: `subject ${at}` }));
    expect(renderComparison(compareRuns(run(), run({ outcome: 'fail', findings })))).toContain('  and 5 more\n');
  });
});
