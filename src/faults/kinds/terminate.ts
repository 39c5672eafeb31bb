import { ONSET_TIMEOUT_MS, type Fault } from '../fault.js';
import { victimOf, waitForSuccessor, waitUntilGone } from '../victim.js';

/**
 * SIGTERM, and SIGKILL after the grace of the rehearsal, as a kubelet ends a static pod; it is started again. With open
 * watches kube-apiserver drains for the whole grace.
 */
export const terminate: Fault<'terminate'> = {
  async prepare({ component }, context) {
    const victim = victimOf(component, context);
    const graceMs = context.terminationGraceSeconds * 1000;
    let killed: NodeJS.Timeout | undefined;
    return {
      async inject() {
        victim.signal('SIGTERM');
        killed = setTimeout(() => victim.signal('SIGKILL'), graceMs);
      },
      async onset() {
        try {
          return await waitUntilGone(victim, graceMs + ONSET_TIMEOUT_MS, context.signal);
        } finally {
          clearTimeout(killed);
        }
      },
      async heal() {
        clearTimeout(killed);
      },
      end: () => waitForSuccessor(component, victim, context),
    };
  },
};
