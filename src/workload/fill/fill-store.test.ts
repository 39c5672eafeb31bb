import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { KubeClient } from '../../kube/kube-client.js';
import { FakeApi, served } from '../../providers/testing/fake-api.js';
import { loopbackServer } from '../../support/testing/loopback-server.js';
import { fillStore, type FillRequest } from './fill-store.js';
import { fillerOf } from './filler.js';

const KINDS = Array.from({ length: 100 }, (_, index) => fillerOf(1, index)).map(
  ({ groupVersion, resource, manifest }) => served(groupVersion, resource, manifest['kind'] as string),
);

let api: FakeApi;
let client: KubeClient;

beforeEach(async () => {
  api = new FakeApi([...KINDS, served('v1', 'namespaces', 'Namespace', { namespaced: false })]);
  api.onWrite = (path) => {
    if (/^\/api\/v1\/namespaces\/[^/]+$/.test(path)) api.objects.set(`${path}/serviceaccounts/default`, {});
  };
  const { endpoint } = await loopbackServer(api.script);
  client = new KubeClient(endpoint);
  onTestFinished(() => client.close());
});

const fill = (request: Partial<FillRequest> = {}): Promise<void> =>
  fillStore({ client, objects: 1200, seed: 1, writers: 8, ...request });

const written = (): string[] => [...api.objects].filter(([, object]) => 'kind' in object).map(([path]) => path);

describe('filling a store', () => {
  it('writes exactly as many objects as it was asked for, and the namespaces they live in', async () => {
    await fill();
    const paths = written();
    expect(paths.filter((path) => /^\/api\/v1\/namespaces\/[^/]+$/.test(path))).toEqual([
      '/api/v1/namespaces/rehearse-fill-000',
      '/api/v1/namespaces/rehearse-fill-001',
    ]);
    expect(paths).toHaveLength(1200 + 2);
    expect(paths.filter((path) => path.includes('/pods/'))).toHaveLength(600);
  });

  it('writes the same whatever the number of writers', async () => {
    await fill({ objects: 150, writers: 1 });
    const alone = written().sort();
    api.objects.clear();
    await fill({ objects: 150, writers: 16 });
    expect(written().sort()).toEqual(alone);
  });

  it('ends at the first refusal, and says what was refused and why', async () => {
    let asked = 0;
    api.intercept = ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/pods')) return undefined;
      asked += 1;
      return { status: 403, body: { message: 'exceeded quota' } };
    };
    await expect(fill({ writers: 4 })).rejects.toMatchObject({
      code: 'fill-refused',
      message: expect.stringContaining('namespaces/rehearse-fill-000/pods answered 403: exceeded quota') as string,
    });
    expect(asked).toBeLessThanOrEqual(4);
  });

  it('ends when it is asked to', async () => {
    const abort = new AbortController();
    let posts = 0;
    api.onWrite = (path) => {
      if (/^\/api\/v1\/namespaces\/[^/]+$/.test(path)) api.objects.set(`${path}/serviceaccounts/default`, {});
      posts += 1;
      if (posts === 50) abort.abort(new Error('enough'));
    };
    await expect(fill({ signal: abort.signal })).rejects.toThrow('enough');
    expect(posts).toBeLessThan(100);
  });
});
