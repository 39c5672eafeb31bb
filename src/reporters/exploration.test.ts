import { describe, expect, it } from 'vitest';
import type { CaseResult, ExplorationSummary } from '../model/exploration.js';
import { explorationLine, explorationMarkdown, explorationText } from './exploration.js';
import { HOSTILE } from './testing/sample-run.js';

function result(id: string, change: Partial<CaseResult> = {}): CaseResult {
  return {
    id,
    key: 'k',
    because: 'representative',
    outcome: 'pass',
    findings: [],
    endState: 'aa',
    seconds: 15,
    ...change,
  };
}

function summary(change: Partial<ExplorationSummary> = {}): ExplorationSummary {
  return {
    outcome: 'pass',
    enumerated: 2156,
    classes: 352,
    covered: 352,
    chosen: 443,
    executed: 443,
    outcomes: { pass: 443, fail: 0, inconclusive: 0 },
    endStates: [
      { endState: 'aa', cases: 300 },
      { endState: 'bb', cases: 143 },
    ],
    agreeing: 91,
    disagreeing: [],
    uncompared: 0,
    notPassed: [],
    missing: [],
    ...change,
  };
}

const BAD = summary({
  outcome: 'fail',
  covered: 351,
  executed: 441,
  outcomes: { pass: 439, fail: 1, inconclusive: 1 },
  agreeing: 89,
  disagreeing: [
    { key: 'up: a new; kill etcd; on', representative: result('one'), sample: result('two', { endState: 'bb' }) },
  ],
  notPassed: [
    result('three', { outcome: 'fail', findings: ['keys-kept v1 Pod a/b', 'gates x', 'gates y'] }),
    result('four', { outcome: 'inconclusive', findings: ['faults-landed 1-kill-etcd'] }),
  ],
  missing: ['five', 'six'],
});

describe('an exploration', () => {
  it('is one line', () => {
    expect(explorationLine(summary())).toBe('pass, 352 of 352 classes judged by 443 of 2156 cases');
  });

  it('is told on a terminal', () => {
    expect(explorationText('phase-1-and-back', summary(), 100)).toMatchInlineSnapshot(`
      "exploring phase-1-and-back: pass, 352 of 352 classes judged by 443 of 2156 cases

        cases before pruning       2156
        classes of the same state  352
        classes judged             352/352 (100 %)
        cases run                  443 of 443 chosen; 443/2156 (20.5 %) of all
        outcomes                   443 pass, 0 fail, 0 inconclusive
        distinct end states        2
        samples                    91 agree, 0 disagree, 0 not compared

      end states
        300  aa
        143  bb
      "
    `);
  });

  it('is told on a terminal with all that is wrong', () => {
    expect(explorationText('phase-1-and-back', BAD, 100)).toMatchInlineSnapshot(`
      "exploring phase-1-and-back: fail, 351 of 352 classes judged by 441 of 2156 cases

        cases before pruning       2156
        classes of the same state  352
        classes judged             351/352 (99.7 %)
        cases run                  441 of 443 chosen; 441/2156 (20.4 %) of all
        outcomes                   439 pass, 1 fail, 1 inconclusive
        distinct end states        2
        samples                    89 agree, 1 disagree, 0 not compared

      end states
        300  aa
        143  bb

      not passed
        fail          three  keys-kept v1 Pod a/b and 2 more
        inconclusive  four   faults-landed 1-kill-etcd

      not one state
        two  bb  one  aa  up: a new; kill etcd; on

      not run
        five
        six
      "
    `);
  });

  it('is told in Markdown', () => {
    expect(explorationMarkdown('phase-1-and-back', BAD)).toMatchInlineSnapshot(`
      "# Exploring phase-1-and-back: fail, 351 of 352 classes judged by 441 of 2156 cases

      |  |  |
      | --- | --- |
      | cases before pruning | 2156 |
      | classes of the same state | 352 |
      | classes judged | 351/352 (99.7 %) |
      | cases run | 441 of 443 chosen; 441/2156 (20.4 %) of all |
      | outcomes | 439 pass, 1 fail, 1 inconclusive |
      | distinct end states | 2 |
      | samples | 89 agree, 1 disagree, 0 not compared |

      ## End states

      | cases | state |
      | --- | --- |
      | \`300\` | \`aa\` |
      | \`143\` | \`bb\` |

      ## Not passed

      | outcome | case | found |
      | --- | --- | --- |
      | \`fail\` | \`three\` | \`keys-kept v1 Pod a/b and 2 more\` |
      | \`inconclusive\` | \`four\` | \`faults-landed 1-kill-etcd\` |

      ## Not one state

      | sample | ended in | representative | ended in | class |
      | --- | --- | --- | --- | --- |
      | \`two\` | \`bb\` | \`one\` | \`aa\` | \`up: a new; kill etcd; on\` |

      ## Not run

      | case |
      | --- |
      | \`five\` |
      | \`six\` |
      "
    `);
  });

  it('is 100 % only where everything is judged', () => {
    const almost = summary({ classes: 100_000, covered: 99_999 });
    expect(explorationText('x', almost, 100)).toContain('99999/100000 (99.9 %)');
    expect(explorationText('x', summary(), 100)).toContain('352/352 (100 %)');
    expect(explorationText('x', summary({ classes: 0, covered: 0 }), 100)).toContain('0/0 (0 %)');
  });

  it('lists no more than can be read, and says how many there are', () => {
    const missing = Array.from({ length: 60 }, (_, at) => `case-${at}`);
    for (const text of [
      explorationText('x', summary({ missing }), 100),
      explorationMarkdown('x', summary({ missing })),
    ]) {
      expect(text).toContain('case-49');
      expect(text).not.toContain('case-50');
      expect(text).toContain('and 10 more');
    }
  });

  it('keeps to the width, and shows hostile text as text', () => {
    const hostile = summary({
      notPassed: [result(HOSTILE, { outcome: 'fail', findings: [HOSTILE] })],
      missing: [HOSTILE],
    });
    const text = explorationText(HOSTILE, hostile, 60);
    expect(text.split('\n').filter((line) => line.length > 60)).toEqual([]);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    const rows = explorationMarkdown(HOSTILE, hostile)
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|').length).toBeGreaterThan(2);
    expect(explorationMarkdown(HOSTILE, hostile).match(/^# /gm)).toHaveLength(1);
  });
});
