import { execa } from 'execa';
import type { ProvisionRequest } from '../cluster.js';
import { ETCD_MEMBER } from './flags.js';

/** Makes a data directory from a snapshot; etcdutl checks the snapshot's own hash. */
export async function restoreData(
  request: Pick<ProvisionRequest, 'programs' | 'etcdVersion'>,
  snapshot: string,
  data: string,
): Promise<void> {
  const etcdutl = await request.programs('etcdutl', request.etcdVersion);
  await execa(
    etcdutl.path,
    [
      'snapshot',
      'restore',
      snapshot,
      `--data-dir=${data}`,
      `--name=${ETCD_MEMBER}`,
      `--initial-cluster=${ETCD_MEMBER}=https://127.0.0.1:2380`,
      '--initial-advertise-peer-urls=https://127.0.0.1:2380',
    ],
    { timeout: 120_000, stdin: 'ignore' },
  );
}
