import { setTimeout as delay } from 'node:timers/promises';
import { processState } from '../../support/proc.js';
import { waitFor } from '../../support/wait.js';
import { END_TIMEOUT_MS, ONSET_TIMEOUT_MS, type Fault } from '../fault.js';
import { isThere, victimOf } from '../victim.js';

const STOPPED_MS = 180;
const RUNNING_MS = 20;
/** So often must it have been seen to go from stopped to running. */
const CYCLES = 3;

/** A tenth of the time that the process wants: stopped and continued in turns, as under a tight CPU quota. */
export const starve: Fault<'starve'> = {
  async prepare({ component }, context) {
    const victim = victimOf(component, context);
    const end = new AbortController();
    const letter = (): string => processState(victim.pid)?.letter ?? 'none';
    const cycle = async (): Promise<void> => {
      while (!end.signal.aborted && isThere(victim)) {
        victim.signal('SIGSTOP');
        await delay(STOPPED_MS, undefined, { signal: end.signal }).catch(() => undefined);
        victim.signal('SIGCONT');
        await delay(RUNNING_MS, undefined, { signal: end.signal }).catch(() => undefined);
      }
    };
    let cycling: Promise<void> = Promise.resolve();
    return {
      inject: async () => void (cycling = cycle()),
      async onset() {
        let stops = 0;
        let wasStopped = false;
        return waitFor(
          async () => {
            const isStopped = letter() === 'T';
            if (wasStopped && !isStopped) stops += 1;
            wasStopped = isStopped;
            return stops >= CYCLES
              ? { done: true, value: `process ${victim.pid} was stopped and continued ${stops} times` }
              : { done: false, seen: `process ${victim.pid} was stopped ${stops} times` };
          },
          { what: `${component} to be starved`, timeoutMs: ONSET_TIMEOUT_MS, intervalMs: 2, signal: context.signal },
        );
      },
      async heal() {
        end.abort();
        await cycling;
      },
      end: () =>
        waitFor(
          async () =>
            isThere(victim) && letter() === 'T'
              ? { done: false, seen: 'it is stopped' }
              : { done: true, value: `process ${victim.pid} is in state ${letter()}` },
          { what: `${component} to run freely`, timeoutMs: END_TIMEOUT_MS, signal: context.signal },
        ),
    };
  },
};
