import type { Attempt } from '../../providers/cluster.js';
import { waitFor } from '../../support/wait.js';
import { waitForRefusal } from '../attempt.js';
import { END_TIMEOUT_MS, plain, type Fault } from '../fault.js';
import { tlsAnswer } from '../tls-answer.js';
import { isThere, victimOf } from '../victim.js';

/** A backup of a manifest, left in the folder of static pods, is a second pod to the kubelet. */
export const secondStart: Fault<'second-start'> = {
  async prepare({ component }, context) {
    const { cluster, launch, signal } = context;
    const hold = plain(context.handles);
    const first = victimOf(component, context);
    const endpoint = component === 'etcd' ? cluster.etcd : cluster.endpoint(component);
    let attempt: Attempt | undefined;
    const serves = (): Promise<string> =>
      waitFor(
        async () => {
          const answer = await tlsAnswer(endpoint);
          if (!isThere(first)) return { done: false, seen: `process ${first.pid} is gone` };
          return answer === 'accepted'
            ? { done: true, value: `${component} is still process ${first.pid}` }
            : { done: false, seen: answer };
        },
        { what: `${component} to listen`, timeoutMs: END_TIMEOUT_MS, signal },
      );
    // before it listens, the second one could take its port
    await serves();
    return {
      async inject() {
        attempt = await hold.attempt(component, launch, {});
      },
      onset: () => waitForRefusal(() => attempt, /address already in use/, context),
      heal: async () => attempt?.stop(),
      end: serves,
    };
  },
};
