import type { Endpoint } from '../model/endpoint.js';
import { TlsClient } from '../support/tls-client.js';

/** etcd's maintenance over its JSON gateway (etcd api/etcdserverpb/rpc.proto). Throws on any answer but 200, with etcd's words. */
export class EtcdMaintenance {
  readonly #client: TlsClient;

  constructor(endpoint: Endpoint) {
    this.#client = new TlsClient(endpoint, { connections: 1 });
  }

  /** The present revision of the store. */
  async revision(): Promise<string> {
    const { header } = (await this.#post('/v3/maintenance/status', {})) as { header: { revision: string } };
    return header.revision;
  }

  /** Forgets what was before a revision; returns when the space of it is free for use. */
  async compact(revision: string): Promise<void> {
    await this.#post('/v3/kv/compaction', { revision, physical: true });
  }

  /** Reads a key as of a revision, which fails when that is compacted. */
  async readAt(key: string, revision: string): Promise<void> {
    await this.#post('/v3/kv/range', { key: Buffer.from(key).toString('base64'), revision });
  }

  /** Gives the space that is free for use back to the file system; nothing is answered meanwhile. */
  async defragment(): Promise<void> {
    await this.#post('/v3/maintenance/defragment', {});
  }

  /** Raises or takes back the alarm that a full quota raises: no write is taken while it is on. */
  async setSpaceAlarm(isOn: boolean): Promise<void> {
    const { header } = (await this.#post('/v3/maintenance/status', {})) as { header: { member_id: string } };
    const action = isOn ? 'ACTIVATE' : 'DEACTIVATE';
    await this.#post('/v3/maintenance/alarm', { action, memberID: header.member_id, alarm: 'NOSPACE' });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const response = await this.#client.request({ method: 'POST', path, body: JSON.stringify(body) });
    const text = response.body.toString();
    if (response.status !== 200) throw new Error(`etcd answered ${response.status} to ${path}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }
}
