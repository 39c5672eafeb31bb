import { readFile } from 'node:fs/promises';
import type { KubeComponent } from '../model/component.js';
import type { Attempt } from '../providers/cluster.js';
import { waitFor } from '../support/wait.js';
import { END_TIMEOUT_MS, type FaultContext } from './fault.js';
import { isThere } from './victim.js';

/** How long a component may take to find out that it cannot start. */
const REFUSAL_TIMEOUT_MS = 60_000;

/** Returns once an attempt has ended by itself, not well, and has said a line that matches; without a pattern any end will do. */
export function waitForRefusal(
  attempt: () => Attempt | undefined,
  says: RegExp | undefined,
  { signal }: FaultContext,
): Promise<string> {
  return waitFor(
    async () => {
      const made = attempt();
      const end = made?.end();
      if (!made || !end) return { done: false, seen: made ? 'it runs' : 'nothing was started' };
      const how = end.signal ? `ended by ${end.signal}` : `exit code ${end.exitCode ?? 'unknown'}`;
      if (end.exitCode === 0) return { done: false, seen: how };
      if (!says) return { done: true, value: how };
      const line = (await readFile(made.logPath, 'utf8')).split('\n').find((each) => says.test(each));
      return line === undefined
        ? { done: false, seen: `${how}, and nothing of ${String(says)} in ${made.logPath}` }
        : { done: true, value: `${how}: ${line.trim().slice(0, 200)}` };
    },
    { what: 'the start to be refused', timeoutMs: REFUSAL_TIMEOUT_MS, intervalMs: 50, signal },
  );
}

/** Returns once the component has a process, which only the planned start gives it. */
export function waitForPlannedStart(component: KubeComponent, { handles, signal }: FaultContext): Promise<string> {
  return waitFor(
    async () => {
      const now = handles.process(component);
      return now && isThere(now)
        ? { done: true, value: `${component} runs as process ${now.pid}` }
        : { done: false, seen: `${component} has no process` };
    },
    { what: `${component} to be started as planned`, timeoutMs: END_TIMEOUT_MS, intervalMs: 50, signal },
  );
}
