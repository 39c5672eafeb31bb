import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeEtcd } from '../providers/testing/fake-etcd.js';
import { loopbackServer } from '../support/testing/loopback-server.js';
import { EtcdClient, HistoryCompacted } from './etcd-client.js';

/** A fake etcd with a client; keys are put in the order given, so that the first has revision 2. */
async function etcdWith(
  keys: readonly string[],
): Promise<{ client: EtcdClient; etcd: FakeEtcd; requests: () => number }> {
  const etcd = new FakeEtcd();
  for (const key of keys) etcd.put(key, `value of ${key}`);
  const server = await loopbackServer(etcd.script);
  const client = new EtcdClient(server.endpoint);
  onTestFinished(() => client.close());
  return { client, etcd, requests: () => server.requests.length };
}

const many = Array.from({ length: 4_500 }, (_, index) => `/registry/pods/p${String(index).padStart(5, '0')}`);

describe('the etcd client', () => {
  it('lists every key below a prefix with its value and revisions, and none beside it', async () => {
    const { client, etcd } = await etcdWith(['/registry/a', '/registry/b', '/registry', '/registry0', '/other']);
    etcd.put('/registry/a', 'again');
    expect(await client.list('/registry/')).toEqual({
      revision: 7,
      entries: [
        { key: '/registry/a', createRevision: 2, modRevision: 7, value: Buffer.from('again') },
        { key: '/registry/b', createRevision: 3, modRevision: 3, value: Buffer.from('value of /registry/b') },
      ],
    });
  });

  it('pages through what is too long for one answer, in order and without a gap', async () => {
    const { client, requests } = await etcdWith(many);
    const { entries } = await client.list('/registry/');
    expect(entries.map(({ key }) => key)).toEqual(many);
    expect(requests()).toBe(3);
  });

  it('sees all pages at the revision of the first, whatever is written meanwhile', async () => {
    const { client, etcd } = await etcdWith(many);
    etcd.afterRange = () => {
      etcd.put('/registry/pods/p04400', 'changed meanwhile');
      etcd.put('/registry/pods/q', 'new meanwhile');
      etcd.delete('/registry/pods/p04499');
      etcd.afterRange = undefined;
    };
    const { revision, entries } = await client.list('/registry/');
    expect(revision).toBe(many.length + 1);
    expect(entries.map(({ key }) => key)).toEqual(many);
    expect(entries.every(({ key, value }) => value.toString() === `value of ${key}`)).toBe(true);
  });

  it('gives the pages one by one, with the same keys as the whole list', async () => {
    const { client } = await etcdWith(many);
    const sizes: number[] = [];
    const keys: string[] = [];
    for await (const { revision, entries } of client.pages('/registry/')) {
      expect(revision).toBe(many.length + 1);
      sizes.push(entries.length);
      keys.push(...entries.map(({ key }) => key));
    }
    expect(sizes).toEqual([2000, 2000, 500]);
    expect(keys).toEqual(many);
  });

  it('lists nothing where nothing is', async () => {
    const { client } = await etcdWith([]);
    expect(await client.list('/registry/')).toEqual({ revision: 1, entries: [] });
  });

  it('keeps bytes that are no text, and an empty value', async () => {
    const { client } = await etcdWith([]);
    const bytes = Buffer.from([0, 0xff, 0x6b, 0x38, 0x73, 0]);
    await client.put('/registry/bytes', bytes);
    await client.put('/registry/empty', Buffer.alloc(0));
    expect((await client.get('/registry/bytes'))?.value).toEqual(bytes);
    expect((await client.get('/registry/empty'))?.value).toEqual(Buffer.alloc(0));
  });

  it('gets one key exactly, and deletes that one only', async () => {
    const { client } = await etcdWith(['/registry/a', '/registry/ab']);
    await client.delete('/registry/a');
    expect(await client.get('/registry/a')).toBeUndefined();
    expect((await client.get('/registry/ab'))?.key).toBe('/registry/ab');
  });

  it('names the keys that were written after a revision, and counts all', async () => {
    const { client, etcd } = await etcdWith(['/registry/a', '/registry/b', '/other']);
    const { revision } = await client.changedSince('/registry/', 0);
    expect(revision).toBe(4);
    expect(await client.changedSince('/registry/', revision)).toEqual({ revision: 4, keys: [], count: 2 });
    etcd.put('/registry/b', 'again');
    etcd.put('/other', 'again');
    expect(await client.changedSince('/registry/', revision)).toEqual({
      revision: 6,
      keys: ['/registry/b'],
      count: 2,
    });
  });

  it('throws what etcd said when it does not answer 200', async () => {
    const server = await loopbackServer(() => ({ status: 503, body: { error: 'etcdserver: no leader' } }));
    const client = new EtcdClient(server.endpoint);
    onTestFinished(() => client.close());
    await expect(client.list('/')).rejects.toThrow(/etcd answered 503 to \/v3\/kv\/range: .*no leader/);
  });

  it('watches: changes in order, whole lines whatever the pieces, until etcd has forgotten', async () => {
    const kv = (key: string, create: number, mod: number, value?: string): object => ({
      key: Buffer.from(key).toString('base64'),
      create_revision: String(create),
      mod_revision: String(mod),
      ...(value !== undefined && { value: Buffer.from(value).toString('base64') }),
    });
    const answers = [
      { result: { created: true } },
      { result: { events: [{ kv: kv('/registry/a', 5, 5, 'made') }, { kv: kv('/registry/a', 5, 6, 'changed') }] } },
      { result: { events: [{ type: 'DELETE', kv: kv('/registry/a', 0, 7) }] } },
      { result: { canceled: true, compact_revision: '9' } },
    ];
    const server = await loopbackServer(() => ({ body: answers.map((each) => `${JSON.stringify(each)}\n`).join('') }));
    const client = new EtcdClient(server.endpoint);
    onTestFinished(() => client.close());
    const seen: unknown[] = [];
    const watching = (async () => {
      for await (const { deleted, entry } of client.watch('/registry/', 5, new AbortController().signal)) {
        seen.push([deleted, entry.key, entry.createRevision, entry.modRevision, entry.value.toString()]);
      }
    })();
    await expect(watching).rejects.toThrow(HistoryCompacted);
    expect(seen).toEqual([
      [false, '/registry/a', 5, 5, 'made'],
      [false, '/registry/a', 5, 6, 'changed'],
      [true, '/registry/a', 0, 7, ''],
    ]);
    const { create_request: asked } = JSON.parse(server.requests[0]?.body ?? '{}') as {
      create_request: { key: string; range_end: string; start_revision: string };
    };
    expect([asked.key, asked.range_end, asked.start_revision]).toEqual([
      Buffer.from('/registry/').toString('base64'),
      Buffer.from('/registry0').toString('base64'),
      '5',
    ]);
  });
});
