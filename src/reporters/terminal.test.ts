import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../support/events.js';
import { displayWidth } from './layout.js';
import { HOSTILE } from './testing/sample-run.js';
import { Screen } from './testing/screen.js';
import { terminalReporter } from './terminal.js';

const TRIPLE = '1.37.2 (emulating 1.36, min-compat 1.35)';
const started: RunEvent = {
  type: 'run-started',
  scenario: 'ladder',
  directory: '/runs/one',
  steps: ['00-baseline', '01-binary-upgrade'],
};
const stop: RunEvent = { type: 'step-started', step: '01-binary-upgrade', index: 1, of: 2, target: TRIPLE };
const action: RunEvent = { type: 'action', step: '01-binary-upgrade', action: 'kube-apiserver/ready' };
const finished: RunEvent = {
  type: 'step-finished',
  step: '01-binary-upgrade',
  seconds: 34.6,
  note: '',
  counts: { keys: 812, writes: 64 },
  rollback: 'safe',
};

describe('terminalReporter on a terminal', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function start(columns: number, env: NodeJS.ProcessEnv = { TERM: 'xterm', NO_COLOR: '1' }) {
    const screen = new Screen(columns);
    const report = terminalReporter(screen, { env, now: () => performance.now() });
    return { screen, report };
  }

  it('shows the running stop with its triple, the seconds that passed, and the current action', () => {
    const { screen, report } = start(100);
    report(started);
    report(stop);
    report(action);
    vi.advanceTimersByTime(12_000);
    expect(screen.lines()).toEqual([
      'ladder: 2 stops, in /runs/one',
      ` • 01-binary-upgrade  ${TRIPLE}  12 s`,
      '   waiting until kube-apiserver is ready',
      '   stop 2 of 2, 12 s so far, about 30 s left',
    ]);
    report.close();
  });

  it('puts one line in their place when the stop ends, with counts and the rollback outcome', () => {
    const { screen, report } = start(120);
    report(stop);
    report(action);
    report(finished);
    report.close();
    expect(screen.lines()).toEqual([` ✓ 01-binary-upgrade  ${TRIPLE}  34 s  812 keys, 64 writes, rollback safe`, '']);
  });

  it('puts the details on a line of their own on a narrow terminal', () => {
    const { screen, report } = start(80);
    report(stop);
    report(finished);
    report.close();
    expect(screen.lines()).toEqual([
      ` ✓ 01-binary-upgrade  ${TRIPLE}  34 s`,
      '   812 keys, 64 writes, rollback safe',
      '',
    ]);
  });

  it('marks a stop with problems', () => {
    const { screen, report } = start(150);
    report({ ...finished, problems: 2 });
    report({ ...finished, step: '02-emulation-upgrade', problems: 1, rollback: 'lossy' });
    report.close();
    expect(screen.lines()).toEqual([
      ' ! 01-binary-upgrade  34 s  812 keys, 64 writes, rollback safe, 2 problems',
      ' ! 02-emulation-upgrade  34 s  812 keys, 64 writes, rollback lossy, 1 problem',
      '',
    ]);
  });

  it('keeps a warning above what is being rewritten', () => {
    const { screen, report } = start(100);
    report(stop);
    report(action);
    report({ type: 'warning', message: 'the disk is slow' });
    expect(screen.lines()).toEqual([
      'warning: the disk is slow',
      ` • 01-binary-upgrade  ${TRIPLE}  0 s`,
      '   waiting until kube-apiserver is ready',
    ]);
    report.close();
  });

  it('keeps the answer of a rollback oracle that comes while the next stop is running', () => {
    const { screen, report } = start(100);
    report(stop);
    report({ type: 'rollback-examined', step: '00-baseline', outcome: 'safe' });
    expect(screen.lines()).toEqual(['   00-baseline: rollback safe', ` • 01-binary-upgrade  ${TRIPLE}  0 s`]);
    report.close();
  });

  it('leaves a line that says where a run was stopped', () => {
    const { screen, report } = start(160);
    report(stop);
    report(action);
    vi.advanceTimersByTime(3_000);
    report.close();
    expect(screen.lines()).toEqual([
      ` ✗ 01-binary-upgrade  ${TRIPLE}  stopped after 3 s while: waiting until kube-apiserver is ready`,
      '',
    ]);
  });

  it('writes nothing after it was closed', () => {
    const { screen, report } = start(120);
    report(stop);
    report.close();
    const written = screen.written;
    vi.advanceTimersByTime(60_000);
    expect(screen.written).toBe(written);
  });

  it('uses colour unless NO_COLOR is set', () => {
    const colored = start(120, { TERM: 'xterm' });
    colored.report(finished);
    expect(colored.screen.written).toContain('\u001b[32m✓\u001b[39m');
    const plain = start(120);
    plain.report(finished);
    expect(plain.screen.written).not.toContain('\u001b[32m');
    colored.report.close();
    plain.report.close();
  });

  it('stays on its lines whatever the width and the names', () => {
    for (const columns of [20, 33, 80]) {
      const { screen, report } = start(columns);
      report(stop);
      for (const text of [HOSTILE, '名'.repeat(200), 'x'.repeat(5_000)]) {
        report({ type: 'action', step: '01-binary-upgrade', action: text });
        expect(screen.lines()).toHaveLength(2);
        for (const line of screen.lines()) expect(displayWidth(line)).toBeLessThan(columns);
      }
      report.close();
    }
  });

  it('lets no escape sequence of a name through', () => {
    const { screen, report } = start(100);
    report({ ...stop, step: HOSTILE, target: HOSTILE });
    report({ type: 'warning', message: HOSTILE });
    report({ type: 'progress', message: HOSTILE });
    report.close();
    for (const sequence of ['\u001b[2J', '\u0007', '\u202e']) expect(screen.written).not.toContain(sequence);
  });
});

describe('terminalReporter elsewhere', () => {
  it.each([
    ['a pipe', false, { TERM: 'xterm' }],
    ['a dumb terminal', true, { TERM: 'dumb' }],
  ])('writes plain lines to %s', (_, isTTY, env) => {
    const written: string[] = [];
    const report = terminalReporter({ isTTY, write: (text) => written.push(text) }, { env });
    report(stop);
    report(finished);
    report.close();
    expect(written).toEqual([
      `01-binary-upgrade (2/2): ${TRIPLE}\n`,
      '01-binary-upgrade: done in 34 s, 812 keys, 64 writes, rollback safe\n',
    ]);
  });
});
