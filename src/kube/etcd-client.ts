import type { Endpoint } from '../model/endpoint.js';
import { TlsClient } from '../support/tls-client.js';
import { postEtcd } from './etcd-gateway.js';

/** One key of etcd at one revision. Revisions are safe integers: a run makes thousands. */
export interface EtcdEntry {
  readonly key: string;
  readonly createRevision: number;
  readonly modRevision: number;
  readonly value: Buffer;
}

interface RangeAnswer {
  readonly header: { readonly revision: string };
  readonly kvs?: readonly {
    readonly key: string;
    readonly create_revision: string;
    readonly mod_revision: string;
    readonly value?: string;
  }[];
  readonly more?: boolean;
  readonly count?: string;
}

interface WatchAnswer {
  readonly result?: {
    readonly canceled?: boolean;
    readonly cancel_reason?: string;
    readonly compact_revision?: string;
    /** A put has no type: it is the zero value. */
    readonly events?: readonly { readonly type?: 'DELETE'; readonly kv: NonNullable<RangeAnswer['kvs']>[number] }[];
  };
  readonly error?: { readonly message?: string };
}

/** One change of a key. A deletion has the revision at which it happened, and no value. */
export interface EtcdChange {
  readonly deleted: boolean;
  readonly entry: EtcdEntry;
}

/** etcd has forgotten what was asked for. */
export class HistoryCompacted extends Error {
  constructor(wanted: number, compacted: number) {
    super(`etcd was asked for its history from revision ${wanted} on and has compacted it up to ${compacted}`);
    this.name = 'HistoryCompacted';
  }
}

const PAGE = 2_000;

/** etcd over its own JSON gateway (etcd docs, "gRPC gateway"); no client library. Throws on any answer but 200. */
export class EtcdClient {
  readonly #client: TlsClient;

  constructor(endpoint: Endpoint) {
    this.#client = new TlsClient(endpoint, { connections: 4 });
  }

  /** Every key below `prefix`, in key order, all at one revision. */
  async list(prefix: string): Promise<{ revision: number; entries: EtcdEntry[] }> {
    const all = { revision: 0, entries: [] as EtcdEntry[] };
    for await (const { revision, entries } of this.pages(prefix)) {
      all.revision = revision;
      all.entries.push(...entries);
    }
    return all;
  }

  /** The same in pieces, for who must not hold all values at once. The next one is on its way while one is used. */
  async *pages(prefix: string): AsyncGenerator<{ revision: number; entries: EtcdEntry[] }> {
    const end = base64(prefixEnd(prefix));
    const ask = (key: string, revision: string): Promise<RangeAnswer> =>
      postEtcd(this.#client, '/v3/kv/range', { key, range_end: end, limit: PAGE, revision }) as Promise<RangeAnswer>;
    let answer = await ask(base64(Buffer.from(prefix)), '0');
    const { revision } = answer.header;
    for (;;) {
      const { kvs = [], more } = answer;
      const last = kvs.at(-1);
      const following =
        more && last ? ask(base64(Buffer.concat([Buffer.from(last.key, 'base64'), Buffer.from([0])])), revision) : null;
      // who stops half-way has no use for its failure either
      following?.catch(() => undefined);
      yield { revision: Number(revision), entries: kvs.map(toEntry) };
      if (!following) return;
      answer = await following;
    }
  }

  /** Keys below `prefix` that were written after `revision`, without their values; the present revision, and how many keys there are in all. */
  async changedSince(prefix: string, revision: number): Promise<{ revision: number; keys: string[]; count: number }> {
    const answer = (await postEtcd(this.#client, '/v3/kv/range', {
      key: base64(Buffer.from(prefix)),
      range_end: base64(prefixEnd(prefix)),
      keys_only: true,
      min_mod_revision: String(revision + 1),
    })) as RangeAnswer;
    return {
      revision: Number(answer.header.revision),
      keys: (answer.kvs ?? []).map((kv) => Buffer.from(kv.key, 'base64').toString()),
      count: Number(answer.count ?? 0),
    };
  }

  /**
   * Every change below `prefix` from a revision on, in order, until the signal or the connection ends it. Throws a
   * {@link HistoryCompacted} when etcd no longer has that revision.
   */
  async *watch(prefix: string, fromRevision: number, signal: AbortSignal): AsyncGenerator<EtcdChange, void, undefined> {
    const body = JSON.stringify({
      create_request: {
        key: base64(Buffer.from(prefix)),
        range_end: base64(prefixEnd(prefix)),
        start_revision: String(fromRevision),
      },
    });
    for await (const line of this.#client.lines({ method: 'POST', path: '/v3/watch', body, signal })) {
      const { result, error } = JSON.parse(line) as WatchAnswer;
      if (error) throw new Error(`etcd ended a watch: ${error.message ?? line}`);
      if (result?.compact_revision) throw new HistoryCompacted(fromRevision, Number(result.compact_revision));
      if (result?.canceled) throw new Error(`etcd ended a watch: ${result.cancel_reason ?? line}`);
      for (const { type, kv } of result?.events ?? []) yield { deleted: type === 'DELETE', entry: toEntry(kv) };
    }
  }

  async get(key: string): Promise<EtcdEntry | undefined> {
    const answer = (await postEtcd(this.#client, '/v3/kv/range', { key: base64(Buffer.from(key)) })) as RangeAnswer;
    const kv = answer.kvs?.[0];
    return kv && toEntry(kv);
  }

  async put(key: string, value: Buffer): Promise<void> {
    await postEtcd(this.#client, '/v3/kv/put', { key: base64(Buffer.from(key)), value: base64(value) });
  }

  async delete(key: string): Promise<void> {
    await postEtcd(this.#client, '/v3/kv/deleterange', { key: base64(Buffer.from(key)) });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

function toEntry(kv: NonNullable<RangeAnswer['kvs']>[number]): EtcdEntry {
  return {
    key: Buffer.from(kv.key, 'base64').toString(),
    createRevision: Number(kv.create_revision),
    modRevision: Number(kv.mod_revision),
    value: Buffer.from(kv.value ?? '', 'base64'),
  };
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64');
}

/** The first key that no longer has the prefix: etcd's own convention for prefix ranges. */
function prefixEnd(prefix: string): Buffer {
  const end = Buffer.from(prefix);
  end[end.length - 1] = (end[end.length - 1] ?? 0) + 1;
  return end;
}
