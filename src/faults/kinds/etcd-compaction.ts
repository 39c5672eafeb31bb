import { messageOf } from '../../support/errors.js';
import { waitFor } from '../../support/wait.js';
import { PROBE_KEY, probeWrite, waitForWrites, withMaintenance } from '../etcd-probe.js';
import { ONSET_TIMEOUT_MS, type Fault } from '../fault.js';

/** All history is forgotten at once: a watch that resumes, and a list that is continued, find that their revision is gone. */
export const etcdCompaction: Fault<'etcd-compaction'> = {
  async prepare(_, context) {
    const { etcd } = context.cluster;
    const old = await withMaintenance(etcd, (client) => client.revision());
    return {
      async inject() {
        await probeWrite(etcd);
        await withMaintenance(etcd, async (client) => client.compact(await client.revision()));
      },
      onset: () =>
        waitFor(
          async () => {
            const answer = await withMaintenance(etcd, (client) => client.readAt(PROBE_KEY, old)).then(
              () => `revision ${old} can be read`,
              messageOf,
            );
            return answer.includes('required revision has been compacted')
              ? { done: true, value: `etcd has compacted revision ${old}` }
              : { done: false, seen: answer };
          },
          { what: 'etcd to forget', timeoutMs: ONSET_TIMEOUT_MS, signal: context.signal },
        ),
      heal: async () => undefined,
      end: () => waitForWrites(context),
    };
  },
};
