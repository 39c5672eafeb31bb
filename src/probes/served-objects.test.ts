import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { KubeClient } from '../kube/kube-client.js';
import type { ServedObject } from '../model/observation.js';
import { FakeApi, served } from '../providers/testing/fake-api.js';
import { loopbackServer, type LoopbackServer } from '../support/testing/loopback-server.js';
import { isPersisted, listPages, readServedObjects } from './served-objects.js';

const CONFIGMAPS = served('v1', 'configmaps', 'ConfigMap');
const SECRETS = served('v1', 'secrets', 'Secret');

let api: FakeApi;
let server: LoopbackServer;
let client: KubeClient;

beforeEach(async () => {
  api = new FakeApi([CONFIGMAPS, SECRETS]);
  server = await loopbackServer(api.script);
  client = new KubeClient(server.endpoint);
  onTestFinished(() => client.close());
});

function hold(resource: string, name: string, fields: object): void {
  const object = { metadata: { name, namespace: 'ns' }, ...fields };
  api.objects.set(`/api/v1/namespaces/ns/${resource}/${name}`, object);
}

describe('listing everything that is served', () => {
  it('goes through all pages', async () => {
    const names = Array.from({ length: 1_201 }, (_, index) => `c${index}`);
    for (const name of names) hold('configmaps', name, {});
    const objects = await listAll(client, CONFIGMAPS);
    expect(objects.map(({ name }) => name)).toEqual(names);
    expect(server.requests).toHaveLength(3);
  });

  it('gives content without what the list says for all', async () => {
    hold('configmaps', 'a', { apiVersion: 'v1', kind: 'ConfigMap', data: { key: 'value' } });
    expect(await listAll(client, CONFIGMAPS)).toEqual([
      {
        groupVersion: 'v1',
        resource: 'configmaps',
        namespace: 'ns',
        name: 'a',
        content: { metadata: { name: 'a', namespace: 'ns' }, data: { key: 'value' } },
      },
    ]);
  });

  it('never shows what a Secret holds', async () => {
    const secret = Buffer.from('hunter2').toString('base64');
    hold('secrets', 's', { data: { password: secret }, type: 'Opaque' });
    const text = JSON.stringify(await listAll(client, SECRETS));
    expect(text).not.toContain(secret);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('"password":"sha256:');
  });

  it('names a list that fails and gives the others', async () => {
    hold('configmaps', 'a', {});
    api.intercept = ({ path }) =>
      path === '/api/v1/secrets' ? { status: 500, body: { message: 'decode' } } : undefined;
    const { served: objects, problems } = await readServedObjects(client, { resources: [CONFIGMAPS, SECRETS] });
    expect(objects.map(({ name }) => name)).toEqual(['a']);
    expect(problems).toEqual([
      {
        probe: 'served-objects',
        subject: 'v1 secrets',
        message: 'GET /api/v1/secrets?limit=500 answered 500: decode',
      },
    ]);
  });

  it('does not give half a list when a later page fails', async () => {
    for (let index = 0; index < 600; index += 1) hold('configmaps', `c${index}`, {});
    api.intercept = ({ query }) =>
      query.has('continue')
        ? { status: 410, body: { message: 'The provided continue parameter is too old' } }
        : undefined;
    const { served: objects, problems } = await readServedObjects(client, { resources: [CONFIGMAPS] });
    expect(objects).toEqual([]);
    expect(problems).toMatchObject([{ subject: 'v1 configmaps' }]);
  });
});

describe('a persisted resource', () => {
  it('has a storage version, can be listed and is no subresource', () => {
    expect(isPersisted(CONFIGMAPS)).toBe(true);
    expect(isPersisted(served('v1', 'componentstatuses', 'ComponentStatus', { storageVersionHash: '' }))).toBe(false);
    expect(isPersisted(served('v1', 'bindings', 'Binding', { verbs: ['create'] }))).toBe(false);
    expect(isPersisted(served('v1', 'pods/status', 'Pod', { storageVersionHash: 'x' }))).toBe(false);
  });
});

async function listAll(...of: Parameters<typeof listPages>): Promise<ServedObject[]> {
  const objects: ServedObject[] = [];
  for await (const page of listPages(...of)) objects.push(...page);
  return objects;
}
