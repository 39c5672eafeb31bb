import { processState } from '../../support/proc.js';
import { waitFor } from '../../support/wait.js';
import { END_TIMEOUT_MS, ONSET_TIMEOUT_MS, type Fault } from '../fault.js';
import { isThere, victimOf } from '../victim.js';

/** SIGSTOP: the process lives, holds its connections and its lease, and answers nothing, as one starved or swapped out. */
export const pause: Fault<'pause'> = {
  async prepare({ component }, context) {
    const victim = victimOf(component, context);
    const letter = (): string => processState(victim.pid)?.letter ?? 'none';
    const waitForState = (what: string, timeoutMs: number, holds: () => boolean): Promise<string> =>
      waitFor(
        async () =>
          holds()
            ? { done: true, value: `process ${victim.pid} is in state ${letter()}` }
            : { done: false, seen: `process ${victim.pid} is in state ${letter()}` },
        { what: `${component} to ${what}`, timeoutMs, intervalMs: 10, signal: context.signal },
      );
    return {
      inject: async () => victim.signal('SIGSTOP'),
      onset: () => waitForState('be stopped', ONSET_TIMEOUT_MS, () => isThere(victim) && letter() === 'T'),
      heal: async () => victim.signal('SIGCONT'),
      // a transition that replaces the component may have ended it while it was stopped
      end: () => waitForState('run again', END_TIMEOUT_MS, () => !isThere(victim) || letter() !== 'T'),
    };
  },
};
