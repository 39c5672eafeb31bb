import type { Endpoint } from '../model/endpoint.js';
import { TlsClient } from '../support/tls-client.js';
import { postEtcd } from './etcd-gateway.js';

/** etcd's maintenance over its JSON gateway (etcd api/etcdserverpb/rpc.proto). Throws on any answer but 200, with etcd's words. */
export class EtcdMaintenance {
  readonly #client: TlsClient;

  constructor(endpoint: Endpoint) {
    this.#client = new TlsClient(endpoint, { connections: 1 });
  }

  /** The present revision of the store. */
  async revision(): Promise<string> {
    return (await this.#status()).revision;
  }

  /** Forgets what was before a revision; returns when the space of it is free for use. */
  async compact(revision: string): Promise<void> {
    await postEtcd(this.#client, '/v3/kv/compaction', { revision, physical: true });
  }

  /** Reads a key as of a revision, which fails when that is compacted. */
  async readAt(key: string, revision: string): Promise<void> {
    await postEtcd(this.#client, '/v3/kv/range', { key: Buffer.from(key).toString('base64'), revision });
  }

  /** Gives the space that is free for use back to the file system; nothing is answered meanwhile. */
  async defragment(): Promise<void> {
    await postEtcd(this.#client, '/v3/maintenance/defragment', {});
  }

  /** Raises or takes back the alarm that a full quota raises: no write is taken while it is on. */
  async setSpaceAlarm(isOn: boolean): Promise<void> {
    const { member_id: memberID } = await this.#status();
    const action = isOn ? 'ACTIVATE' : 'DEACTIVATE';
    await postEtcd(this.#client, '/v3/maintenance/alarm', { action, memberID, alarm: 'NOSPACE' });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #status(): Promise<Header> {
    const { header } = (await postEtcd(this.#client, '/v3/maintenance/status', {})) as { header: Header };
    return header;
  }
}

/** What of a ResponseHeader is used; the gateway writes 64-bit numbers as text. */
interface Header {
  readonly revision: string;
  readonly member_id: string;
}
