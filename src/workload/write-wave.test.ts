import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ServedResource, WaveWrite } from '../model/observation.js';
import type { Manifest } from '../model/scenario.js';
import { KubeClient } from '../kube/kube-client.js';
import { FakeApi, served } from '../providers/testing/fake-api.js';
import { loopbackServer } from '../support/testing/loopback-server.js';
import { CORPUS } from './corpus/index.js';
import type * as Wait from '../support/wait.js';
import { writeWave } from './write-wave.js';

/** Most of a wave's patience, if a test wants it to have less, ms. */
const patience = vi.hoisted(() => ({ ms: 60_000 }));

vi.mock('../support/wait.js', async (original) => {
  const { waitFor } = await original<typeof Wait>();
  const shorter: typeof waitFor = (condition, options) =>
    waitFor(condition, { ...options, timeoutMs: Math.min(options.timeoutMs, patience.ms) });
  return { waitFor: shorter };
});

const DEFINITIONS = served('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', {
  namespaced: false,
});
const BASICS: readonly ServedResource[] = [
  served('v1', 'namespaces', 'Namespace', { namespaced: false }),
  served('v1', 'serviceaccounts', 'ServiceAccount'),
  served('v1', 'configmaps', 'ConfigMap'),
  served('v1', 'pods', 'Pod'),
];

let api: FakeApi;
let client: KubeClient;

beforeEach(async () => {
  api = new FakeApi(BASICS);
  api.onWrite = (path) => {
    if (/^\/api\/v1\/namespaces\/[^/]+$/.test(path)) api.objects.set(`${path}/serviceaccounts/default`, {});
  };
  const { endpoint } = await loopbackServer(api.script);
  client = new KubeClient(endpoint);
  onTestFinished(() => client.close());
});

async function wave(index: number, manifests: readonly Manifest[] = []): Promise<readonly WaveWrite[]> {
  const surface = { resources: api.resources };
  return (await writeWave({ client, surface, index, image: 'pause', manifests, from: '1.36', to: '1.37' })).writes;
}

const of = (writes: readonly WaveWrite[], resource: string): string[] =>
  writes
    .filter((write) => write.resource === resource)
    .map(({ action, name, status }) => `${action} ${name} ${status}`);

const manifest = (kind: string, apiVersion = 'v1', namespace?: string): Manifest => {
  return { apiVersion, kind, metadata: { name: 'mine', ...(namespace && { namespace }) }, data: { key: 'value' } };
};

describe('a write wave', () => {
  it('creates an object of every resource of the corpus that is served, and of no other', async () => {
    const writes = await wave(0);
    const known = new Set(CORPUS.map(({ resource }) => resource));
    const builtIn = writes.filter(({ groupVersion }) => !groupVersion.includes('rehearse.example.com/'));
    const expected = BASICS.map(({ resource }) => resource).filter((resource) => known.has(resource));
    expect(new Set(builtIn.map(({ resource }) => resource))).toEqual(new Set(expected));
    expect(builtIn.filter(({ status }) => status >= 300)).toEqual([]);
    const created = builtIn.filter(({ action, required }) => action === 'create' && required);
    expect(new Set(created.map(({ resource }) => resource))).toEqual(new Set(expected));
  });

  it('writes into a namespace of its own', async () => {
    const namespaces = new Set((await wave(3)).map(({ namespace }) => namespace).filter((name) => name !== ''));
    expect([...namespaces]).toEqual(['rehearse-w03']);
  });

  it('changes what the wave before it made', async () => {
    await wave(0);
    const before = structuredClone(api.objects.get('/api/v1/namespaces/rehearse-w00/configmaps/rehearse-w00'));
    const writes = await wave(1);
    expect(of(writes, 'configmaps')).toEqual(
      expect.arrayContaining(['create rehearse-w01 201', 'update rehearse-w00 200']),
    );
    expect(api.objects.get('/api/v1/namespaces/rehearse-w00/configmaps/rehearse-w00')).not.toEqual(before);
  });

  it('changes nothing that the wave before it could not make', async () => {
    const writes = await wave(1);
    expect(writes.filter(({ namespace }) => namespace === 'rehearse-w00')).toEqual([]);
  });

  it('goes on after a refusal, which it records', async () => {
    api.intercept = ({ method, path }) =>
      method === 'POST' && path.endsWith('/pods') ? { status: 403, body: { message: 'exceeded quota' } } : undefined;
    const writes = await wave(0);
    const refused = writes.filter(({ status }) => status === 403);
    expect(new Set(refused.map(({ resource, message }) => `${resource}: ${message}`))).toEqual(
      new Set(['pods: exceeded quota']),
    );
    expect(refused.some(({ required }) => required)).toBe(true);
    expect(of(writes, 'configmaps').length).toBeGreaterThan(0);
  });

  it("writes the user's objects, into the namespace they name or the default one", async () => {
    const writes = await wave(0, [manifest('ConfigMap'), manifest('ConfigMap', 'v1', 'theirs'), manifest('Namespace')]);
    expect(
      writes
        .filter(({ name }) => name === 'mine')
        .map(({ namespace, resource, status }) => [resource, namespace, status]),
    ).toEqual([
      ['configmaps', 'default', 201],
      ['configmaps', 'theirs', 201],
      ['namespaces', '', 201],
    ]);
    expect(api.objects.get('/api/v1/namespaces/theirs/configmaps/mine')).toMatchObject({ data: { key: 'value' } });
  });

  it('says so when an object of the user is of no kind that is served', async () => {
    const writes = await wave(0, [manifest('Gadget', 'none.example.com/v1')]);
    expect(writes.find(({ name }) => name === 'mine')).toMatchObject({
      groupVersion: 'none.example.com/v1',
      status: 404,
      required: true,
      message: 'no resource for none.example.com/v1 Gadget is served',
    });
  });

  it('waits for a kind that the user has just defined', async () => {
    api.resources = [...BASICS, DEFINITIONS];
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'gadgets.example.com' },
      spec: { group: 'example.com', scope: 'Namespaced', names: { plural: 'gadgets', kind: 'Gadget' } },
    };
    let looks = 0;
    api.intercept = ({ method, path }) => {
      if (method !== 'GET' || path !== '/apis/example.com/v1/gadgets') return undefined;
      looks += 1;
      if (looks < 3) return { status: 404 };
      api.resources = [...api.resources, served('example.com/v1', 'gadgets', 'Gadget', { custom: true })];
      return { body: { items: [] } };
    };
    const writes = await wave(0, [definition, manifest('Gadget', 'example.com/v1')]);
    expect(writes.filter(({ name }) => name === 'mine')).toMatchObject([
      { resource: 'gadgets', namespace: 'default', status: 201 },
    ]);
    expect(looks).toBe(3);
  });

  it('records what is missing as the answer to the write that needs it', async () => {
    patience.ms = 100;
    onTestFinished(() => void (patience.ms = 60_000));
    api.intercept = ({ path }) => (path.includes('rehearse.example.com') ? { status: 404, body: {} } : undefined);
    const writes = await wave(0);
    const custom = writes.filter(({ groupVersion }) => groupVersion.includes('rehearse.example.com'));
    expect(new Set(custom.map(({ status, required }) => `${status} ${required}`))).toEqual(new Set(['404 true']));
    expect(of(writes, 'configmaps').length).toBeGreaterThan(0);
  });

  it('does not go on when it is interrupted', async () => {
    const reason = new Error('interrupted');
    const surface = { resources: api.resources };
    api.onWrite = undefined;
    const signal = AbortSignal.abort(reason);
    const writing = writeWave({
      client,
      surface,
      index: 0,
      image: 'pause',
      manifests: [],
      from: '1.36',
      to: '1.37',
      signal,
    });
    await expect(writing).rejects.toBe(reason);
  });
});
