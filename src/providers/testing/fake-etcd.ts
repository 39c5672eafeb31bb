import type { Script, ScriptedAnswer, ScriptedRequest } from '../../support/testing/loopback-server.js';

interface Version {
  readonly value: string;
  readonly createRevision: number;
  readonly modRevision: number;
  readonly deleted: boolean;
}

interface RangeRequest {
  readonly key?: string;
  readonly range_end?: string;
  readonly limit?: number;
  readonly revision?: string;
  readonly keys_only?: boolean;
  readonly min_mod_revision?: string;
}

/** As much of etcd's JSON gateway as the harness uses, in memory, every revision kept. Keys are ASCII. */
export class FakeEtcd {
  readonly #history = new Map<string, Version[]>();
  #revision = 1;
  /** Called after each range answer; what it writes is not in that answer. */
  afterRange: (() => void) | undefined;

  /** The script of a loopback server that acts as this etcd. */
  readonly script: Script = (request) => this.#answer(request);

  /** Stores text, or bytes. */
  put(key: string, value: string | Uint8Array): void {
    this.#revision += 1;
    const versions = this.#history.get(key) ?? [];
    const last = versions.at(-1);
    const createRevision = last && !last.deleted ? last.createRevision : this.#revision;
    const base64 = Buffer.from(value as string).toString('base64');
    versions.push({ value: base64, createRevision, modRevision: this.#revision, deleted: false });
    this.#history.set(key, versions);
  }

  delete(key: string): void {
    const versions = this.#history.get(key);
    const last = versions?.at(-1);
    if (!versions || !last || last.deleted) return;
    this.#revision += 1;
    versions.push({ ...last, modRevision: this.#revision, deleted: true });
  }

  /** What a key holds now. */
  get(key: string): Buffer | undefined {
    const last = this.#history.get(key)?.at(-1);
    return last && !last.deleted ? Buffer.from(last.value, 'base64') : undefined;
  }

  get keys(): string[] {
    return [...this.#history.keys()].filter((key) => this.get(key) !== undefined).sort();
  }

  #answer({ path, body }: ScriptedRequest): ScriptedAnswer {
    const request = (body === '' ? {} : JSON.parse(body)) as RangeRequest & { readonly value?: string };
    const key = Buffer.from(request.key ?? '', 'base64').toString();
    switch (path) {
      case '/health':
        return { body: { health: 'true' } };
      case '/v3/kv/range':
        return { body: this.#range(request) };
      case '/v3/kv/put':
        this.put(key, Buffer.from(request.value ?? '', 'base64'));
        return { body: { header: this.#header() } };
      case '/v3/kv/deleterange':
        this.delete(key);
        return { body: { header: this.#header() } };
      default:
        return { status: 404, body: { error: `no ${path}` } };
    }
  }

  #range(request: RangeRequest): unknown {
    const from = Buffer.from(request.key ?? '', 'base64').toString();
    const end = request.range_end === undefined ? undefined : Buffer.from(request.range_end, 'base64').toString();
    const at = Number(request.revision ?? 0) || this.#revision;
    const least = Number(request.min_mod_revision ?? 0);
    const all = [...this.#history.entries()]
      .filter(([key]) => (end === undefined ? key === from : key >= from && key < end))
      .map(([key, versions]) => [key, versions.findLast(({ modRevision }) => modRevision <= at)] as const)
      .filter((entry): entry is [string, Version] => entry[1] !== undefined && !entry[1].deleted);
    const found = all.filter(([, { modRevision }]) => modRevision >= least).sort(([a], [b]) => (a < b ? -1 : 1));
    const page = request.limit ? found.slice(0, request.limit) : found;
    const kvs = page.map(([key, { value, createRevision, modRevision }]) => ({
      key: Buffer.from(key).toString('base64'),
      create_revision: String(createRevision),
      mod_revision: String(modRevision),
      // the gateway leaves empty fields out
      ...(request.keys_only || value === '' ? {} : { value }),
    }));
    const answer = {
      header: this.#header(),
      kvs,
      // of the whole range, whatever the least revision leaves out of it
      count: String(all.length),
      ...(page.length < found.length ? { more: true } : {}),
    };
    this.afterRange?.();
    return answer;
  }

  #header(): { revision: string } {
    return { revision: String(this.#revision) };
  }
}
