import { describe, expect, it, onTestFinished } from 'vitest';
import { LOADED_RESOURCES } from '../../model/load.js';
import { KubeClient } from '../../kube/kube-client.js';
import { waitFor } from '../../support/wait.js';
import { loopbackServer, type ScriptedAnswer } from '../../support/testing/loopback-server.js';
import { LoadWatcher } from './load-watcher.js';

const CONFIG_MAPS = LOADED_RESOURCES[0]!;

interface Named {
  readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly annotations: object };
}

function named(name: string, revision: number, mark = `mark of ${revision}`): Named {
  return { metadata: { name, resourceVersion: String(revision), annotations: { 'rehearse.example.com/load': mark } } };
}

function events(...list: readonly (readonly [string, object])[]): ScriptedAnswer {
  return { body: list.map(([type, object]) => `${JSON.stringify({ type, object })}\n`).join('') };
}

/** Watches until every answer was given; then the server has nothing more to say. */
async function watched(
  list: readonly { readonly revision: number; readonly items: readonly Named[] }[],
  watches: readonly ScriptedAnswer[],
): Promise<{ watcher: LoadWatcher; asked: string[] }> {
  const lists = [...list];
  const answers = [...watches];
  const asked: string[] = [];
  const { endpoint } = await loopbackServer(({ query }) => {
    if (!query.has('watch')) {
      const next = lists.shift() ?? { revision: 0, items: [] };
      return { body: { metadata: { resourceVersion: String(next.revision) }, items: next.items } };
    }
    asked.push(query.get('resourceVersion') ?? '');
    return answers.shift();
  });
  const client = new KubeClient(endpoint);
  onTestFinished(() => client.close());
  const watcher = new LoadWatcher(CONFIG_MAPS, client, () => 7);
  const stop = new AbortController();
  await watcher.begin();
  const run = watcher.run(stop.signal);
  await waitFor(
    async () =>
      asked.length > watches.length ? { done: true, value: undefined } : { done: false, seen: asked.join(', ') },
    { what: 'the last watch to be asked for', timeoutMs: 20_000, intervalMs: 10 },
  );
  stop.abort();
  await run;
  return { watcher, asked };
}

const NAME = 'rehearse-load-x-00001';

describe('the watcher of a load', () => {
  it('lists, and then keeps every event of the load and no other', async () => {
    const { watcher, asked } = await watched(
      [{ revision: 10, items: [named(NAME, 9), named('kube-root-ca.crt', 3)] }],
      [
        events(
          ['MODIFIED', named(NAME, 11)],
          ['ADDED', named('somebody-elses', 12)],
          ['BOOKMARK', { metadata: { resourceVersion: '13' } }],
          ['DELETED', named(NAME, 14)],
        ),
      ],
    );
    expect(watcher.records.slice(0, 3)).toEqual([
      {
        type: 'listed',
        resource: 'configmaps',
        revision: 10,
        objects: [{ name: NAME, mark: 'mark of 9', revision: 9 }],
        acknowledged: 7,
      },
      { type: 'event', resource: 'configmaps', verb: 'update', name: NAME, mark: 'mark of 11', revision: 11 },
      { type: 'event', resource: 'configmaps', verb: 'delete', name: NAME, mark: '', revision: 14 },
    ]);
    expect(watcher.position).toBe(14);
    expect(asked).toEqual(['10', '14']);
  });

  it('resumes after the last event, or bookmark, when a watch breaks off', async () => {
    const { watcher, asked } = await watched(
      [{ revision: 10, items: [] }],
      [
        events(['ADDED', named(NAME, 11)]),
        { status: 500, body: 'not now' },
        events(['BOOKMARK', { metadata: { resourceVersion: '20' } }]),
      ],
    );
    expect(asked).toEqual(['10', '11', '11', '20']);
    expect(watcher.records.filter(({ type }) => type === 'listed')).toHaveLength(1);
    expect(watcher.records.filter(({ type }) => type === 'ended').length).toBeGreaterThan(1);
  });

  it.each<[string, ScriptedAnswer]>([
    ['in an event', events(['ERROR', { kind: 'Status', code: 410, message: 'too old resource version' }])],
    ['at once', { status: 410, body: 'too old resource version' }],
  ])('lists again when the server says %s that this is too old', async (_, answer) => {
    const { watcher, asked } = await watched(
      [
        { revision: 10, items: [] },
        { revision: 30, items: [named(NAME, 25)] },
      ],
      [answer],
    );
    expect(asked).toEqual(['10', '30']);
    expect(watcher.records.at(-1)).toMatchObject({ type: 'listed', revision: 30 });
  });

  it('says once, not at every attempt, why a watch ended', async () => {
    const { watcher } = await watched(
      [{ revision: 10, items: [] }],
      [
        { status: 500, body: 'no' },
        { status: 500, body: 'no' },
        { status: 500, body: 'no' },
      ],
    );
    expect(watcher.records.filter(({ type }) => type === 'ended')).toHaveLength(1);
  });
});
