import { expect, it } from 'vitest';
import type { RunEvent } from '../support/events.js';
import { nowAndThen } from './now-and-then.js';

function told(events: readonly (readonly [ms: number, event: RunEvent])[]): string[] {
  const messages: string[] = [];
  let now = 0;
  const sink = nowAndThen(
    (event) => messages.push('message' in event ? event.message : event.type),
    () => now,
  );
  for (const [ms, event] of events) {
    now = ms;
    sink(event);
  }
  return messages;
}

const building = (message: string, work = 'a build'): RunEvent => ({ type: 'progress', message, work });

it('work that goes on is told at once and then every half minute', () => {
  const seconds = Array.from({ length: 65 }, (_, at) => [at * 1000, building(`${at} s`)] as const);
  expect(told(seconds)).toEqual(['0 s', '30 s', '60 s']);
});

it('other work, and what happens once, is told at once', () => {
  expect(
    told([
      [0, building('one')],
      [1, building('two', 'another build')],
      [2, { type: 'progress', message: 'ready' }],
      [3, { type: 'warning', message: 'slow disk' }],
      [4, { type: 'warning', message: 'slow disk' }],
      [5, building('three', 'another build')],
    ]),
  ).toEqual(['one', 'two', 'ready', 'slow disk', 'slow disk', 'three']);
});
