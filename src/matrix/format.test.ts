import { describe, expect, it } from 'vitest';
import type { Row, Seen } from './cell.js';
import { cellsOf } from './enumerate.js';
import { formatMatrix, formatRow, servedAsStrict } from './format.js';
import { judgeCell } from './judge.js';
import { aggregated } from './refusal.js';
import { outcomeOf } from './result.js';

/** All rows of 1.34, as they should be but for what is said. */
function rowsWith(otherwise: Readonly<Record<string, Seen>>): Row[] {
  return cellsOf('1.34.4').map((cell, number): Row => {
    const { expectation, mode } = cell;
    const served = mode === 'forward-compatible' ? ['apps/v1', 'new/v1'] : ['apps/v1'];
    const seen: Seen =
      otherwise[cell.id] ??
      (expectation.type === 'ready'
        ? { type: 'ready', report: expectation.version, served }
        : { type: 'ended', exitCode: 1, error: aggregated(expectation.errors) });
    return { cell, seen, ...judgeCell(cell, seen), log: `logs/${number}.log` };
  });
}

const textOf = (rows: readonly Row[]): string =>
  formatMatrix({
    schemaVersion: 1,
    harnessVersion: '0.1.0',
    etcd: '3.6.5',
    binaries: ['1.34.4'],
    emulated: 'all',
    outcome: outcomeOf(rows),
    rows,
  });

describe('the text of a matrix', () => {
  it('shows who starts at which triple, what forward-compatible mode adds, and the outcome', () => {
    expect(textOf(rowsWith({}))).toBe(`kubernetes 1.34.4
  emulated  min-compat  apiserver  forward  runtime-config  controllers  scheduler
  1.30      1.31        refused                             refused      refused
  1.31      1.31        ready      ready    ready           ready        ready
  1.31      1.32        refused                             refused      refused
  1.32      1.31        ready      ready    ready           ready        ready
  1.32      1.32        refused                             refused      refused
  1.33      1.32        ready      ready    ready           ready        ready
  1.33      1.33        refused                             refused      refused
  1.34      1.33        ready      refused  refused         ready        ready
  1.34      1.34        refused                             refused      refused
  1.35      1.34        refused                             refused      refused

1.34.4 serves besides with --emulation-forward-compatible
  emulating 1.31: new/v1
  emulating 1.32: new/v1
  emulating 1.33: new/v1

on etcd 3.6.5: 18 of 18 legal starts became ready as asked, 30 of 30 illegal ones were refused as documented

pass
`);
  });

  it('marks and names what is wrong and what was not seen, with the log', () => {
    const text = textOf(
      rowsWith({
        'kube-apiserver 1.34.4 --emulated-version=1.33': { type: 'ended', exitCode: 1, error: 'no' },
        'kube-scheduler 1.34.4 --emulated-version=1.35': { type: 'not-tried', why: 'no port' },
      }),
    );
    expect(text).toContain('  1.33      1.32        VIOLATION  ready    ready           ready        ready\n');
    expect(text).toContain('  1.35      1.34        refused                             refused      unknown\n');
    expect(text).toContain('kube-apiserver 1.34.4 --emulated-version=1.33: VIOLATION, exits with 1: no\n  logs/');
    expect(text).toContain('--emulated-version=1.35: inconclusive, could not be tried: no port\n  logs/');
    expect(text).toContain('17 of 18 legal starts became ready as asked, 29 of 30 illegal ones');
    // what strict mode serves there is not known
    expect(text).not.toContain('emulating 1.33:');
    expect(text).toMatch(/\nfail\n$/);
  });

  it('has a line for each row as it comes', () => {
    const lines = rowsWith({}).map(formatRow);
    expect(lines).toContain('kube-scheduler 1.34.4: ready');
    expect(lines).toContain('kube-scheduler 1.34.4 --emulated-version=1.35: refused: emulated-range');
    expect(lines).toContain('kube-apiserver 1.34.4 --emulated-version=1.33.1: refused: version-value');
  });
});

describe('what strict mode serves', () => {
  it('is looked up at the same triple of the same component', () => {
    const rows = rowsWith({
      'kube-apiserver 1.34.4 --emulated-version=1.33': {
        type: 'ready',
        report: { binary: '1.34.4', emulated: '1.33', minCompatibility: '1.32' },
        served: ['only/here'],
      },
    });
    const at = (id: string): readonly string[] | undefined => {
      const cell = cellsOf('1.34.4').find((each) => each.id === `kube-apiserver 1.34.4 ${id}`);
      return servedAsStrict({ cell: cell! }, rows);
    };
    expect(at('--emulated-version=1.33 --emulation-forward-compatible=true')).toEqual(['only/here']);
    expect(at('--emulated-version=1.32 --emulation-forward-compatible=true')).toEqual(['apps/v1']);
    expect(servedAsStrict({ cell: rows[0]!.cell }, [])).toBeUndefined();
  });
});
