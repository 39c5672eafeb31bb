import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Each kubeconfig's name and the certificate that its user shows. */
const USERS = {
  'controller-manager': 'controller-manager-client',
  scheduler: 'scheduler-client',
  kwok: 'kwok-client',
  /** For people who look into a kept cluster. */
  admin: 'admin',
} as const;

/** Writes the kubeconfigs of the controller manager, the scheduler, kwok and the run's own administrator, each 0600. */
export async function writeKubeconfigs(directory: string, pki: string, port: number): Promise<void> {
  // loaded late: the official client takes up to a second to import, and most commands start no cluster
  const { KubeConfig } = await import('@kubernetes/client-node');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const cluster = {
    name: 'rehearsal',
    server: `https://127.0.0.1:${port}`,
    caFile: join(pki, 'ca.crt'),
    skipTLSVerify: false,
  };
  for (const [name, certificate] of Object.entries(USERS)) {
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [cluster],
      users: [{ name, certFile: join(pki, `${certificate}.crt`), keyFile: join(pki, `${certificate}.key`) }],
      contexts: [{ name: cluster.name, cluster: cluster.name, user: name }],
      currentContext: cluster.name,
    });
    await writeFile(join(directory, `${name}.conf`), config.exportConfig(), { mode: 0o600 });
  }
}
