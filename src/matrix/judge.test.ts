import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Release } from '../model/version.js';
import type { Cell, Seen } from './cell.js';
import { cellsOf, isLegal } from './enumerate.js';
import { judgeCell } from './judge.js';
import { aggregated } from './refusal.js';
import { outcomeOf } from './result.js';

/** What a release does that keeps its rules. */
function asExpected({ expectation, binary }: Cell): Seen {
  if (expectation.type === 'refused') return { type: 'ended', exitCode: 1, error: aggregated(expectation.errors) };
  const { emulated, minCompatibility } = expectation.version;
  return { type: 'ready', report: { binary, emulated, minCompatibility }, served: ['apps/v1', 'batch/v1'] };
}

const cellOf = (flags: string, binary: Release = '1.36.3', component = 'kube-apiserver'): Cell => {
  const id = [component, binary, flags].filter((part) => part !== '').join(' ');
  const cell = cellsOf(binary).find((each) => each.id === id);
  if (!cell) throw new Error(`no cell ${id}`);
  return cell;
};

const LEGAL = cellOf('--emulated-version=1.35');
const ILLEGAL = cellOf('--emulated-version=1.37');
const ERROR = 'emulation version 1.37 is not between [1.33, 1.36.0]';
const report = { binary: '1.36.3', emulated: '1.35', minCompatibility: '1.34' };

describe('a legal start', () => {
  it('passes when it is ready and says the triple that was asked for', () => {
    expect(judgeCell(LEGAL, { type: 'ready', report })).toEqual({ outcome: 'pass' });
  });

  it.each([
    [{ ...report, emulated: '1.36' }, 'reports emulated 1.36 and not 1.35'],
    [{ ...report, minCompatibility: '1.35' }, 'reports minCompatibility 1.35 and not 1.34'],
    [{ ...report, binary: '1.36.4' }, 'reports binary 1.36.4 and not 1.36.3'],
    [
      { binary: '1.37.2', emulated: '1.37', minCompatibility: '1.36' },
      'reports binary 1.37.2 and not 1.36.3, emulated 1.37 and not 1.35, minCompatibility 1.36 and not 1.34',
    ],
    [{ ...report, emulated: '1.36', minCompatibility: null }, 'reports emulated 1.36 and not 1.35'],
  ])('fails when it says %j', (said, problem) => {
    expect(judgeCell(LEGAL, { type: 'ready', report: said })).toEqual({ outcome: 'fail', problem });
  });

  it.each([
    [{ ...report, emulated: null }, 'does not report emulated, which this release should do'],
    [
      { ...report, binary: '', minCompatibility: null },
      'does not report binary, minCompatibility, which this release should do',
    ],
  ])('says nothing when it says %j', (said, problem) => {
    expect(judgeCell(LEGAL, { type: 'ready', report: said })).toEqual({ outcome: 'inconclusive', problem });
  });

  it('of a release whose scheduler does not say what it emulates is not asked that', () => {
    const scheduler = cellOf('--emulated-version=1.32', '1.33.13', 'kube-scheduler');
    const silent = { binary: '1.33.13', emulated: null, minCompatibility: null };
    expect(judgeCell(scheduler, { type: 'ready', report: silent })).toEqual({ outcome: 'pass' });
    const other = { ...silent, binary: '1.33.12' };
    expect(judgeCell(scheduler, { type: 'ready', report: other }).outcome).toBe('fail');
  });

  it.each<[Seen, string]>([
    [{ type: 'ended', exitCode: 1, error: 'no such thing' }, 'exits with 1: no such thing'],
    [{ type: 'ended', exitCode: 2, error: null }, 'exits with 2: no error in its log'],
    [{ type: 'stuck', last: '500' }, 'does not become ready: 500'],
  ])('fails when it came to %j', (seen, problem) => {
    expect(judgeCell(LEGAL, seen)).toEqual({ outcome: 'fail', problem });
  });

  it('fails in a forward-compatible mode that takes away what strict mode serves, and may serve more', () => {
    const forward = cellOf('--emulated-version=1.35 --emulation-forward-compatible=true');
    const served = ['apps/v1', 'batch/v1'];
    expect(judgeCell(forward, { type: 'ready', report, served }, ['apps/v1'])).toEqual({ outcome: 'pass' });
    expect(judgeCell(forward, { type: 'ready', report, served }, [...served, 'v/1', 'w/2'])).toEqual({
      outcome: 'fail',
      problem: 'does not serve what strict mode serves: v/1, w/2',
    });
  });
});

describe('an illegal start', () => {
  it('passes when it exits with the documented error', () => {
    expect(judgeCell(ILLEGAL, { type: 'ended', exitCode: 1, error: ERROR })).toEqual({ outcome: 'pass' });
  });

  it.each<[string, Seen, string]>([
    [
      'starts',
      { type: 'ready', report },
      'starts and becomes ready, although kube 1.36 emulates 1.33 to 1.36, not 1.37',
    ],
    [
      'runs on',
      { type: 'stuck', last: '500' },
      'does not exit, although kube 1.36 emulates 1.33 to 1.36, not 1.37: 500',
    ],
    ['exits well', { type: 'ended', exitCode: 0, error: ERROR }, `says "${ERROR}" and exits with 0`],
    [
      'says nothing',
      { type: 'ended', exitCode: 1, error: null },
      `exits with no error in its log, not with "${ERROR}"`,
    ],
    [
      'says more',
      { type: 'ended', exitCode: 1, error: `[${ERROR}, more]` },
      `exits with "[${ERROR}, more]", not with "${ERROR}"`,
    ],
    [
      'says less',
      { type: 'ended', exitCode: 1, error: 'emulation version' },
      `exits with "emulation version", not with "${ERROR}"`,
    ],
  ])('fails when it %s', (_, seen, problem) => {
    expect(judgeCell(ILLEGAL, seen)).toEqual({ outcome: 'fail', problem });
  });

  it('must say both errors where there are two', () => {
    const below = cellOf('--emulated-version=1.32');
    const first = 'emulation version 1.32 is not between [1.33, 1.36.0]';
    const second = 'minCompatibilityVersion version 1.33 is not between [1.33, 1.32]';
    const says = (error: string): string => judgeCell(below, { type: 'ended', exitCode: 1, error }).outcome;
    expect([`[${first}, ${second}]`, first, `[${second}, ${first}]`].map(says)).toEqual(['pass', 'fail', 'fail']);
  });
});

describe('any start', () => {
  it('that could not be tried says nothing, legal or not', () => {
    const judged = [LEGAL, ILLEGAL].map((cell) => judgeCell(cell, { type: 'not-tried', why: 'the port was taken' }));
    expect(judged).toEqual(
      Array(2).fill({ outcome: 'inconclusive', problem: 'could not be tried: the port was taken' }),
    );
  });

  it('passes as its release should do it, and only it fails when what was planned for it alone is wrong', () => {
    const cells = [...cellsOf('1.36.3'), ...cellsOf('1.34.4')];
    fc.assert(
      fc.property(fc.nat({ max: cells.length - 1 }), fc.nat(), (at, other) => {
        // a plan that asks the opposite, or the same with another error or triple
        const wrongly: Cell['expectation'] = ((): Cell['expectation'] => {
          const { expectation, version } = cells[at]!;
          if (expectation.type === 'ready') {
            return other % 2 === 0
              ? { type: 'ready', version: { ...expectation.version, minCompatibility: '1.99' } }
              : { type: 'refused', rule: { id: 'x', text: 'x', source: 'x' }, errors: ['x'] };
          }
          return other % 2 === 0 || !version ? { ...expectation, errors: ['x'] } : { type: 'ready', version };
        })();
        const judged = cells.map((cell, index) =>
          judgeCell(index === at ? { ...cell, expectation: wrongly } : cell, asExpected(cell)),
        );
        expect(judged.flatMap(({ outcome }, index) => (outcome === 'pass' ? [] : [[index, outcome]]))).toEqual([
          [at, 'fail'],
        ]);
      }),
    );
  });

  it('never passes when a legal one ended or an illegal one did not, whatever it said', () => {
    const said = fc.option(fc.string(), { nil: null });
    const seen = fc.oneof(
      fc.record({ type: fc.constant('ended' as const), exitCode: fc.integer({ min: 0, max: 255 }), error: said }),
      fc.record({ type: fc.constant('stuck' as const), last: fc.string() }),
      fc.record({ type: fc.constant('not-tried' as const), why: fc.string() }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...cellsOf('1.37.2')), seen, (cell, came) => {
        const { outcome } = judgeCell(cell, came);
        const ended = came.type === 'ended';
        expect(outcome === 'pass').toBe(
          ended &&
            cell.expectation.type === 'refused' &&
            came.exitCode !== 0 &&
            came.error === aggregated(cell.expectation.errors),
        );
        expect(outcome === 'inconclusive').toBe(came.type === 'not-tried');
        expect(judgeCell(cell, { type: 'ready', report: { ...report, binary: '1.0.0' } }).outcome).toBe('fail');
        expect(isLegal(cell) || outcome !== 'pass' || ended).toBe(true);
      }),
    );
  });
});

describe('all rows together', () => {
  const row = (outcome: 'pass' | 'fail' | 'inconclusive') =>
    ({ cell: LEGAL, seen: { type: 'ready', report }, outcome }) as const;
  it.each([
    [['pass', 'pass'], 'pass'],
    [['pass', 'inconclusive'], 'inconclusive'],
    [['pass', 'inconclusive', 'fail'], 'fail'],
    [[], 'inconclusive'],
  ] as const)('%j are %s', (outcomes, together) => {
    expect(outcomeOf(outcomes.map(row))).toBe(together);
  });
});
