import { ONSET_TIMEOUT_MS, type Fault } from '../fault.js';
import { victimOf, waitForSuccessor, waitUntilGone } from '../victim.js';

/** SIGKILL, as the kernel's out-of-memory killer or a lost node does it; whoever runs the component starts it again. */
export const kill: Fault<'kill'> = {
  async prepare({ component }, context) {
    const victim = victimOf(component, context);
    return {
      inject: async () => victim.signal('SIGKILL'),
      onset: () => waitUntilGone(victim, ONSET_TIMEOUT_MS, context.signal),
      heal: async () => undefined,
      end: () => waitForSuccessor(component, victim, context),
    };
  },
};
