import { describe, expect, it, onTestFinished } from 'vitest';
import { LOADED_RESOURCES } from '../../model/load.js';
import { KubeClient } from '../../kube/kube-client.js';
import { loopbackServer, type ScriptedRequest } from '../../support/testing/loopback-server.js';
import { LoadWriter } from './load-writer.js';

const CONFIG_MAPS = LOADED_RESOURCES[0]!;
const PATH = '/api/v1/namespaces/default/configmaps';

/** A writer and the requests that reach its server; `answer` gives a status, or undefined for no answer at all. */
async function writerAgainst(
  answer: (request: ScriptedRequest, count: number) => number = () => 200,
): Promise<{ writer: LoadWriter; requests: readonly ScriptedRequest[]; seen: (count: number) => Promise<void> }> {
  let revision = 10;
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = await loopbackServer((request) => {
    const status = answer(request, server.requests.length);
    for (const { count, resolve } of waiting) if (server.requests.length >= count) resolve();
    const metadata = { resourceVersion: String((revision += 1)) };
    return { status, body: status < 300 ? { metadata } : { kind: 'Status', message: 'no' } };
  });
  const client = new KubeClient(server.endpoint);
  onTestFinished(() => client.close());
  const writer = new LoadWriter(CONFIG_MAPS, { client, id: 'x', now: () => 0 });
  const seen = (count: number): Promise<void> => new Promise((resolve) => waiting.push({ count, resolve }));
  return { writer, requests: server.requests, seen };
}

async function writeUntil(
  count: number,
  answer?: (request: ScriptedRequest, count: number) => number,
): Promise<{ writer: LoadWriter; requests: readonly ScriptedRequest[] }> {
  const { writer, requests, seen } = await writerAgainst(answer);
  const stop = new AbortController();
  const enough = seen(count);
  const run = writer.run(stop.signal);
  await enough;
  stop.abort();
  await run;
  return { writer, requests };
}

describe('the writer of a load', () => {
  it('makes an object, changes it twice and deletes it, and keeps what was answered', async () => {
    const { writer } = await writeUntil(4);
    expect(
      writer.writes.map(({ verb, name, mark, outcome, revision }) => [verb, name, mark, outcome, revision]),
    ).toEqual([
      ['create', 'rehearse-load-x-00001', 'x-configmaps-0', 'taken', 11],
      ['update', 'rehearse-load-x-00001', 'x-configmaps-1', 'taken', 12],
      ['update', 'rehearse-load-x-00001', 'x-configmaps-2', 'taken', 13],
      ['delete', 'rehearse-load-x-00001', '', 'taken', 0],
    ]);
    expect(writer.acknowledged).toBe(13);
  });

  it('asks once, and leaves alone what it is not sure of', async () => {
    const { writer, requests } = await writeUntil(2, (_, count) => (count === 1 ? 503 : 200));
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${PATH}`, `POST ${PATH}`]);
    expect(writer.writes.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['rehearse-load-x-00001', 'unknown'],
      ['rehearse-load-x-00002', 'taken'],
    ]);
  });

  it('deletes what may be left, and ends with an object that comes and goes', async () => {
    const { writer, requests } = await writeUntil(2, ({ method }, count) =>
      method === 'DELETE' ? 404 : count === 1 ? 503 : 200,
    );
    // what is left is gone already; only the last object must go by its own deletion
    expect(await writer.finish()).toContain('the delete that ends it was not taken');
    expect(requests.slice(2).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `DELETE ${PATH}/rehearse-load-x-00001`,
      `DELETE ${PATH}/rehearse-load-x-00002`,
      `POST ${PATH}`,
      `DELETE ${PATH}/rehearse-load-x-end`,
    ]);
  });

  it('is done when everything is gone', async () => {
    const { writer } = await writeUntil(2);
    expect(await writer.finish()).toBeUndefined();
    expect(writer.writes.at(-1)).toMatchObject({ verb: 'delete', name: writer.lastName, outcome: 'taken' });
  });

  it('does not take an object for gone because its deletion was refused', async () => {
    const { writer, requests } = await writeUntil(4, ({ method }, count) =>
      method === 'DELETE' && count === 4 ? 429 : 200,
    );
    expect(await writer.finish()).toBeUndefined();
    expect(requests[4]).toMatchObject({ method: 'DELETE', path: `${PATH}/rehearse-load-x-00001` });
  });

  it('says what it may have left', async () => {
    const { writer } = await writeUntil(1, ({ method, path }) =>
      method === 'DELETE' && !path.endsWith('-end') ? 500 : 200,
    );
    expect(await writer.finish()).toBe('it may have left rehearse-load-x-00001');
  });
});
