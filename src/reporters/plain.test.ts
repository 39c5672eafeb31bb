import { expect, it } from 'vitest';
import type { RunEvent } from '../support/events.js';
import { jsonReporter } from './json-events.js';
import { plainReporter } from './plain.js';
import type { Reporter } from './reporter.js';
import { HOSTILE } from './testing/sample-run.js';

const EVENTS: readonly RunEvent[] = [
  { type: 'progress', message: 'building kube-apiserver 1.37.2' },
  { type: 'progress', message: 'building kube-apiserver 1.37.2' },
  { type: 'run-started', scenario: 'ladder', directory: '/runs/one', steps: ['00-baseline'] },
  { type: 'step-started', step: '00-baseline', index: 0, of: 1, target: '1.36.3 (emulating 1.36, min-compat 1.35)' },
  { type: 'action', step: '00-baseline', action: 'starting etcd' },
  { type: 'warning', message: 'slow disk' },
  { type: 'rollback-examined', step: '00-baseline', outcome: 'safe' },
  {
    type: 'step-finished',
    step: '00-baseline',
    seconds: 75,
    note: 'no move',
    counts: { keys: 3 },
    rollback: 'not examined',
    problems: 1,
  },
];

function output(make: (stream: { write(text: string): void }) => Reporter, events: readonly RunEvent[]): string {
  let written = '';
  const report = make({ write: (text) => void (written += text) });
  for (const event of events) report(event);
  report.close();
  return written;
}

it('plainReporter writes a line an event, and none twice in a row', () => {
  expect(output(plainReporter, EVENTS)).toMatchInlineSnapshot(`
    "building kube-apiserver 1.37.2
    ladder: 1 stops, in /runs/one
    00-baseline (1/1): 1.36.3 (emulating 1.36, min-compat 1.35)
    warning: slow disk
    00-baseline: rollback safe
    00-baseline: done in 1 min 15 s, 3 keys, rollback not examined, 1 problem, no move
    "
  `);
});

it('plainReporter keeps every event on one harmless line', () => {
  const written = output(plainReporter, [{ type: 'warning', message: HOSTILE }]);
  expect(written).not.toMatch(/[^\P{Cc}\n]/u);
  expect(written.split('\n')).toHaveLength(2);
});

it('jsonReporter writes every event as one line of JSON with sorted keys', () => {
  const lines = output(jsonReporter, EVENTS).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(EVENTS);
  expect(lines[3]).toMatch(/^\{"index":0,"of":1,"step":/);
});

it('jsonReporter escapes what a terminal would act on, and still says the same', () => {
  const events: RunEvent[] = [{ type: 'warning', message: `${HOSTILE}\u009b2J\u2028\u{e0041}` }];
  const written = output(jsonReporter, events);
  expect(written).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|[^\P{Cc}\n]/u);
  expect(JSON.parse(written)).toEqual(events[0]);
});

it('plainReporter says every action and its time when it is asked to be verbose', () => {
  let now = 0;
  const timed = (stream: { write(text: string): void }) =>
    plainReporter(stream, { verbose: true, now: () => (now += 61_000) });
  expect(output(timed, EVENTS.slice(2, 6))).toBe(
    [
      '  1:01 ladder: 1 stops, in /runs/one',
      '  2:02 00-baseline (1/1): 1.36.3 (emulating 1.36, min-compat 1.35)',
      '  3:03 00-baseline: starting etcd',
      '  4:04 warning: slow disk',
      '',
    ].join('\n'),
  );
});
