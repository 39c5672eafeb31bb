import { createHash } from 'node:crypto';
import type { StoredObject } from '../model/observation.js';
import type { EtcdClient, EtcdEntry } from '../kube/etcd-client.js';
import { decodeStored } from '../kube/storage/decode.js';
import { redactSecretContent } from '../kube/storage/redact.js';
import { Interner } from '../support/interner.js';

/** The prefix of everything an API server stores (`--etcd-prefix`, default). */
export const REGISTRY = '/registry/';

/**
 * Every key below the registry prefix at one revision, decoded; contents of Secrets are hashed. What `known` has met before is not
 * decoded again.
 */
export async function readStoredObjects(
  etcd: EtcdClient,
  known = new Interner<StoredObject>(),
): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const { entries } of etcd.pages(REGISTRY)) {
    for (const entry of entries) {
      const sha256 = createHash('sha256').update(entry.value).digest('hex');
      objects.push(known.intern(`${entry.key} ${entry.modRevision} ${sha256}`, () => toStored(entry, sha256)));
    }
  }
  return objects;
}

function toStored(entry: EtcdEntry, sha256: string): StoredObject {
  const { encoding, apiVersion, kind, content, unknownFields } = decodeStored(entry.value);
  return {
    key: entry.key,
    createRevision: entry.createRevision,
    modRevision: entry.modRevision,
    sha256,
    encoding,
    apiVersion,
    kind,
    content: kind === 'Secret' ? redactSecretContent(content) : content,
    unknownFields,
  };
}
