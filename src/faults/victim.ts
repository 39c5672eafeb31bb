import type { Component } from '../model/component.js';
import type { ProcessHandle } from '../providers/cluster.js';
import { processState } from '../support/proc.js';
import { waitFor } from '../support/wait.js';
import { END_TIMEOUT_MS, type FaultContext } from './fault.js';

/** The present process of a component. Throws when there is none: a fault without a victim is none. */
export function victimOf(component: Component, { handles }: FaultContext): ProcessHandle {
  const victim = handles.process(component);
  if (!victim || !isThere(victim)) throw new Error(`${component} has no process that could be hit`);
  return victim;
}

/** True while exactly this process runs or is stopped, by /proc; a zombie has ended. */
export function isThere({ pid, startTicks }: ProcessHandle): boolean {
  const state = processState(pid);
  return state !== undefined && state.startTicks === startTicks && state.letter !== 'Z' && state.letter !== 'X';
}

/** Returns once /proc shows the process no more. */
export async function waitUntilGone(victim: ProcessHandle, timeoutMs: number, signal: AbortSignal): Promise<string> {
  return waitFor(
    async () =>
      isThere(victim)
        ? { done: false, seen: `process ${victim.pid} lives` }
        : { done: true, value: `process ${victim.pid} is gone from /proc` },
    { what: `process ${victim.pid} to end`, timeoutMs, intervalMs: 20, signal },
  );
}

/** Returns once another process of the component lives. */
export async function waitForSuccessor(
  component: Component,
  victim: ProcessHandle,
  context: FaultContext,
): Promise<string> {
  return waitFor(
    async () => {
      const now = context.handles.process(component);
      if (!now || !isThere(now)) return { done: false, seen: `${component} has no process` };
      if (now.pid === victim.pid && now.startTicks === victim.startTicks)
        return { done: false, seen: 'it is the same' };
      return { done: true, value: `${component} runs as process ${now.pid}` };
    },
    { what: `${component} to run again`, timeoutMs: END_TIMEOUT_MS, intervalMs: 50, signal: context.signal },
  );
}
