import type { FaultOf } from '../model/fault.js';
import type { FaultType } from '../model/fault-kinds.js';
import type { Link, LinkCondition } from '../providers/cluster.js';
import { waitFor, type Attempt } from '../support/wait.js';
import { END_TIMEOUT_MS, ONSET_TIMEOUT_MS, plain, type Fault } from './fault.js';
import { LinkProbe } from './link-probe.js';

type LinkFault = 'partition' | 'one-way-partition' | 'latency' | 'reset' | 'half-open';

/**
 * A link in a condition, until it is healed. `shows` asks over the link what the condition has as its consequence; beside that the
 * proxy must have held back, delayed or reset something since.
 */
export function linkFault<T extends LinkFault & FaultType>(
  condition: LinkCondition,
  shows: (probe: LinkProbe) => Promise<Attempt<string>>,
): Fault<T> {
  return {
    async prepare(spec, { cluster, handles, signal }) {
      const { link: name } = spec as FaultOf<LinkFault>;
      const link = plain(handles).link(name);
      if (!link) throw new Error(`the cluster was started without ${name} leading through the harness`);
      const probe = new LinkProbe(name, link, cluster);
      await waitFor(async () => ((await probe.overHeldConnection()).answered ? yes('answered') : no('no answer')), {
        what: `an answer over ${name} before the fault`,
        timeoutMs: END_TIMEOUT_MS,
        signal,
      });
      const before = link.affected();
      return {
        inject: async () => link.shape(condition),
        onset: () =>
          waitFor(
            async () => {
              const attempt = await shows(probe);
              const times = link.affected() - before;
              if (times === 0) return no('the proxy let everything pass');
              return attempt.done ? yes(`${attempt.value}; the proxy interfered ${times} times`) : attempt;
            },
            { what: `${spec.type} to show over ${name}`, timeoutMs: 3 * ONSET_TIMEOUT_MS, signal },
          ),
        heal: async () => link.shape({ type: 'clear' }),
        async end() {
          const receipt = await waitFor(() => isFree(link, probe), {
            what: `${name} to be free again`,
            timeoutMs: END_TIMEOUT_MS,
            signal,
          });
          await probe.clean();
          return receipt;
        },
      };
    },
  };
}

/** The link is free when a probe over it is answered and the proxy did nothing to anything meanwhile. */
async function isFree(link: Link, probe: LinkProbe): Promise<Attempt<string>> {
  const before = link.affected();
  const { answered, ms, problem } = await probe.overNewConnection();
  if (!answered) return no(problem);
  const times = link.affected() - before;
  return times === 0 ? yes(`a probe is answered in ${ms} ms, the proxy let it pass`) : no(`the proxy interfered`);
}

/** The receipt is there. */
export function yes(value: string): Attempt<string> {
  return { done: true, value };
}

/** Not yet, with what was seen. */
export function no(seen: string): Attempt<string> {
  return { done: false, seen };
}
