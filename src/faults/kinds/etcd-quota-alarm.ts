import { messageOf } from '../../support/errors.js';
import { waitFor } from '../../support/wait.js';
import { probeWrite, waitForWrites, withMaintenance } from '../etcd-probe.js';
import { ONSET_TIMEOUT_MS, type Fault } from '../fault.js';

/** The alarm that etcd raises by itself when its quota is used up: it answers reads and deletions, and takes no write. */
export const etcdQuotaAlarm: Fault<'etcd-quota-alarm'> = {
  async prepare(_, context) {
    const { etcd } = context.cluster;
    const set = (isOn: boolean): Promise<void> => withMaintenance(etcd, (client) => client.setSpaceAlarm(isOn));
    return {
      inject: () => set(true),
      onset: () =>
        waitFor(
          async () => {
            const answer = await probeWrite(etcd).then(() => 'a write was taken', messageOf);
            return answer.includes('database space exceeded')
              ? { done: true, value: 'etcd refuses a write: database space exceeded' }
              : { done: false, seen: answer };
          },
          { what: 'etcd to refuse a write', timeoutMs: ONSET_TIMEOUT_MS, signal: context.signal },
        ),
      heal: () => set(false),
      end: () => waitForWrites(context),
    };
  },
};
