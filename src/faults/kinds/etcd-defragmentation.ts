import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../../support/wait.js';
import { waitForWrites, withMaintenance } from '../etcd-probe.js';
import { END_TIMEOUT_MS, type Fault } from '../fault.js';

/** etcd writes its database anew and answers nobody meanwhile. */
export const etcdDefragmentation: Fault<'etcd-defragmentation'> = {
  async prepare(_, context) {
    const { cluster, handles, signal } = context;
    const file = join(handles.etcdData, 'member', 'snap', 'db');
    const inode = async (): Promise<bigint> => (await stat(file, { bigint: true })).ino;
    const before = await inode();
    return {
      inject: () => withMaintenance(cluster.etcd, (client) => client.defragment()),
      onset: () =>
        waitFor(
          async () => {
            const now = await inode();
            return now === before
              ? { done: false, seen: 'the database is the same file' }
              : { done: true, value: `the database is another file, inode ${now} for ${before}` };
          },
          { what: 'etcd to write its database anew', timeoutMs: END_TIMEOUT_MS, signal },
        ),
      heal: async () => undefined,
      end: () => waitForWrites(context),
    };
  },
};
