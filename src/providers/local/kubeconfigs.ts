import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Writes the kubeconfigs of the controller manager, the scheduler and the run's own administrator, each 0600. */
export async function writeKubeconfigs(directory: string, pki: string, port: number): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const users = { 'controller-manager': 'controller-manager-client', scheduler: 'scheduler-client', admin: 'admin' };
  for (const [name, credential] of Object.entries(users)) {
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'rehearsal',
          cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': join(pki, 'ca.crt') },
        },
      ],
      users: [
        {
          name,
          user: {
            'client-certificate': join(pki, `${credential}.crt`),
            'client-key': join(pki, `${credential}.key`),
          },
        },
      ],
      contexts: [{ name: 'rehearsal', context: { cluster: 'rehearsal', user: name } }],
      'current-context': 'rehearsal',
    };
    await writeFile(join(directory, `${name}.conf`), stringify(config), { mode: 0o600 });
  }
}
