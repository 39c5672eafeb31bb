import { describe, expect, it, onTestFinished } from 'vitest';
import { KubeClient } from '../kube/kube-client.js';
import { FakeApi, served } from '../providers/testing/fake-api.js';
import { loopbackServer, type LoopbackServer } from '../support/testing/loopback-server.js';
import { Writer } from './writer.js';

const ADDRESS = { groupVersion: 'v1', resource: 'configmaps', namespace: 'ns', name: 'a' };
const PATH = '/api/v1/namespaces/ns/configmaps/a';
const MANIFEST = { apiVersion: 'v0', kind: 'ConfigMap', metadata: { name: 'a' }, data: { key: 'value' } };

async function fixture(): Promise<{ api: FakeApi; writer: Writer; server: LoopbackServer }> {
  const api = new FakeApi([served('v1', 'configmaps', 'ConfigMap')]);
  const server = await loopbackServer(api.script);
  const client = new KubeClient(server.endpoint);
  onTestFinished(() => client.close());
  return { api, writer: new Writer(client), server };
}

describe('a writer', () => {
  it('creates an object in the version of its address, unknown fields included', async () => {
    const { api, writer, server } = await fixture();
    const { object } = await writer.create(ADDRESS, { ...MANIFEST, notYet: { x: 1 } }, true);
    expect(object).toMatchObject({ apiVersion: 'v1', data: { key: 'value' }, notYet: { x: 1 } });
    expect(api.objects.get(PATH)).toEqual(object);
    expect(server.requests[0]?.query.get('fieldValidation')).toBe('Ignore');
    expect(writer.writes).toEqual([
      { action: 'create', ...ADDRESS, status: 201, message: '', required: true, dropped: [] },
    ]);
  });

  it('records what the server dropped without a word', async () => {
    const { api, writer } = await fixture();
    api.intercept = ({ method }) =>
      method === 'POST' ? { status: 201, body: { ...MANIFEST, apiVersion: 'v1' } } : undefined;
    await writer.create(ADDRESS, { ...MANIFEST, notYet: { x: 1 } }, true);
    expect(writer.writes[0]?.dropped).toEqual(['notYet.x']);
  });

  it("records a refusal with the server's own words and goes on", async () => {
    const { api, writer } = await fixture();
    api.intercept = () => ({ status: 422, body: { kind: 'Status', message: 'spec.x: Invalid value' } });
    const { object } = await writer.create(ADDRESS, MANIFEST, false);
    expect(object).toBeUndefined();
    expect(writer.writes).toEqual([
      { action: 'create', ...ADDRESS, status: 422, message: 'spec.x: Invalid value', required: false, dropped: [] },
    ]);
  });

  it('updates what is there now', async () => {
    const { api, writer } = await fixture();
    await writer.create(ADDRESS, MANIFEST, true);
    await writer.update(ADDRESS, (object) => ({ ...object, data: { key: 'changed' } }), true);
    expect(api.objects.get(PATH)).toMatchObject({ data: { key: 'changed' } });
    expect(writer.writes.map(({ action, status }) => `${action} ${status}`)).toEqual(['create 201', 'update 200']);
  });

  it('reads and writes again after a conflict, and records one write', async () => {
    const { api, writer } = await fixture();
    await writer.create(ADDRESS, MANIFEST, true);
    let conflicts = 2;
    api.intercept = ({ method }) =>
      method === 'PUT' && (conflicts -= 1) >= 0 ? { status: 409, body: { message: 'modified' } } : undefined;
    await writer.update(ADDRESS, (object) => ({ ...object, data: { key: 'changed' } }), true);
    expect(writer.writes.map(({ action, status }) => `${action} ${status}`)).toEqual(['create 201', 'update 200']);
    expect(api.objects.get(PATH)).toMatchObject({ data: { key: 'changed' } });
  });

  it('records a conflict that does not end', async () => {
    const { api, writer } = await fixture();
    await writer.create(ADDRESS, MANIFEST, true);
    api.intercept = ({ method }) => (method === 'PUT' ? { status: 409, body: { message: 'modified' } } : undefined);
    await writer.update(ADDRESS, (object) => object, true);
    expect(writer.writes.slice(1)).toEqual([
      { action: 'update', ...ADDRESS, status: 409, message: 'modified', required: true, dropped: [] },
    ]);
  });

  it('records an object that cannot be read before its update', async () => {
    const { writer } = await fixture();
    await writer.update(ADDRESS, (object) => object, true);
    expect(writer.writes).toEqual([
      { action: 'update', ...ADDRESS, status: 404, message: 'cannot be read: not found', required: true, dropped: [] },
    ]);
  });

  it('patches a subresource', async () => {
    const { api, writer, server } = await fixture();
    await writer.create(ADDRESS, MANIFEST, true);
    await writer.patchSubresource(ADDRESS, 'status', { status: { phase: 'Ready' } }, true);
    expect(api.objects.get(PATH)).toMatchObject({ data: { key: 'value' }, status: { phase: 'Ready' } });
    const request = server.requests.at(-1);
    expect([request?.method, request?.path, request?.headers['content-type']]).toEqual([
      'PATCH',
      `${PATH}/status`,
      'application/merge-patch+json',
    ]);
  });
});
