import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FaultType } from '../model/fault-kinds.js';
import type { FaultOf } from '../model/fault.js';
import { waitFor } from '../support/wait.js';
import { probeWrite } from './etcd-probe.js';
import { END_TIMEOUT_MS, type Fault } from './fault.js';
import { Strace, straceUnavailable, tracerOf } from './strace.js';
import { isThere, victimOf } from './victim.js';

type DiskFault = 'disk-error' | 'disk-full' | 'disk-slow' | 'crash-at-call';

/** A call comes with a write only, and etcd commits its database every 100 ms at most. */
const CALL_TIMEOUT_MS = 30_000;

/** What is done to etcd's calls, in strace's words, and the mark that strace puts on a call to which it was done. */
interface Tampering {
  readonly calls: string;
  readonly tampering: string;
  readonly mark: RegExp;
}

/** A disk under etcd that does not do what it should, as etcd sees it: in its system calls. */
export function diskFault<T extends DiskFault & FaultType>(how: (spec: FaultOf<T>) => Tampering): Fault<T> {
  return {
    unavailableReason: straceUnavailable,
    async prepare(spec, context) {
      const { cluster, handles, signal } = context;
      const { calls, tampering, mark } = how(spec);
      const victim = victimOf('etcd', context);
      const strace = new Strace(join(handles.logs, `strace-${spec.type}-${randomBytes(3).toString('hex')}.log`));
      return {
        async inject() {
          // it may end of this, and whoever runs it must start it again
          victim.expectEnd();
          strace.attach(victim, calls, tampering);
        },
        onset: () =>
          waitFor(
            async () => {
              const line = await strace.line(mark);
              if (line !== undefined) return { done: true, value: `strace says: ${line.slice(0, 160)}` };
              await probeWrite(cluster.etcd);
              return { done: false, seen: 'no call was tampered with' };
            },
            { what: `${spec.type} to hit a system call of etcd`, timeoutMs: CALL_TIMEOUT_MS, signal },
          ),
        heal: () => strace.detach(),
        end: () =>
          waitFor(
            async () => {
              const isSame = isThere(victim);
              if (isSame && tracerOf(victim.pid) !== 0) return { done: false, seen: 'etcd is traced' };
              await probeWrite(cluster.etcd);
              return { done: true, value: `etcd ${isSame ? 'is not traced' : 'is another process'} and takes a write` };
            },
            { what: 'etcd to be well again', timeoutMs: END_TIMEOUT_MS, signal },
          ),
      };
    },
  };
}
