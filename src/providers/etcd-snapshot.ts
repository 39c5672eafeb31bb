import { join } from 'node:path';
import { execa } from 'execa';
import type { Program } from './cluster.js';

/** Writes a consistent snapshot of an etcd to a file. `pki` holds the files that `writeCredentials` made. */
export async function saveSnapshot(etcdctl: Program, url: string, pki: string, path: string): Promise<void> {
  await execa(
    etcdctl.path,
    [
      `--endpoints=${url}`,
      `--cacert=${join(pki, 'etcd-ca.crt')}`,
      `--cert=${join(pki, 'etcd-client.crt')}`,
      `--key=${join(pki, 'etcd-client.key')}`,
      'snapshot',
      'save',
      path,
    ],
    { timeout: 120_000, stdin: 'ignore' },
  );
}
