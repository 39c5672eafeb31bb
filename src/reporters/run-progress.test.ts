import { expect, it } from 'vitest';
import type { RunEvent } from '../support/events.js';
import { RunProgress } from './run-progress.js';

const started: RunEvent = { type: 'run-started', scenario: 's', directory: '/d', steps: ['0', '1', '2', '3'] };
const stop = (index: number): RunEvent => ({ type: 'step-started', step: String(index), index, of: 4, target: '' });
const finished = (seconds: number, problems = 0): RunEvent => ({ type: 'step-finished', step: '', seconds, problems });

function progress(...events: readonly RunEvent[]): RunProgress {
  const made = new RunProgress();
  for (const event of events) made.accept(event, 0);
  return made;
}

it('nothing is told before the first stop', () => {
  expect(progress().line(0, undefined)).toBe('');
  expect(progress(started).line(0, undefined)).toBe('');
});

it('the time left is a guess at first and then what the stops of this run have taken', () => {
  expect(progress(started, stop(0)).line(5_000, 0)).toBe('stop 1 of 4, 5 s so far, about 3 min 00 s left');
  const after = progress(started, stop(0), finished(1), stop(1), finished(20), stop(2));
  expect(after.line(30_000, 25_000)).toBe('stop 3 of 4, 30 s so far, about 40 s left');
});

it('a stop that takes longer than those before is not promised to end', () => {
  const slow = progress(started, stop(0), stop(1), finished(20), stop(2), stop(3));
  expect(slow.line(300_000, 0)).toBe('stop 4 of 4, 5 min 00 s so far');
});

it('what was found so far is counted', () => {
  const found = progress(
    started,
    stop(0),
    finished(1, 2),
    { type: 'rollback-examined', step: '0', outcome: 'lossy' },
    { type: 'rollback-examined', step: '1', outcome: 'safe' },
    { type: 'rollback-examined', step: '2', outcome: 'lossy' },
    { type: 'warning', message: 'w' },
    stop(3),
  );
  expect(found.line(60_000, undefined)).toBe(
    'stop 4 of 4, 1 min 00 s so far, rollback safe at 1, lossy at 2, 2 problems, 1 warning',
  );
});
