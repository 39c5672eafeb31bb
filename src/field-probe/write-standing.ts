import { Writer } from '../workload/writer.js';
import { ENTRIES, STANDING, findServed, namespaceOf } from './bases.js';
import type { ProbedServer } from './server.js';

/** A controller would write this for every namespace; none runs here. */
const DEFAULT_ACCOUNT = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };

/**
 * Creates the standing objects on a server. What the server refuses stays away, and shows later as fields that were not
 * reached.
 */
export async function writeStanding(server: ProbedServer): Promise<void> {
  const writer = new Writer(server.client);
  for (const entry of ENTRIES) {
    const resource = findServed(server, entry);
    if (!resource) continue;
    const manifest = entry.build(STANDING);
    const namespace = namespaceOf(entry);
    const { groupVersion } = resource;
    const address = { groupVersion, resource: resource.resource, namespace, name: manifest.metadata.name };
    const metadata = { ...manifest.metadata, ...(namespace !== '' && { namespace }) };
    await writer.create(address, { ...manifest, metadata }, true);
    for (const { subresource, patch } of entry.afterwards?.(STANDING) ?? []) {
      await writer.patchSubresource(address, subresource, patch, true);
    }
    if (entry.resource === 'namespaces' && entry.variant === '') await writeDefaultAccounts(writer);
  }
}

async function writeDefaultAccounts(writer: Writer): Promise<void> {
  for (const namespace of ['default', STANDING.namespace]) {
    const address = { groupVersion: 'v1', resource: 'serviceaccounts', namespace, name: 'default' };
    await writer.create(address, DEFAULT_ACCOUNT, true);
  }
}
