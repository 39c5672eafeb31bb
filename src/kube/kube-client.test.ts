import { describe, expect, it, onTestFinished } from 'vitest';
import { loopbackServer, type Script } from '../support/testing/loopback-server.js';
import { KubeClient, UnexpectedAnswer, resourcePath, statusMessage } from './kube-client.js';

async function clientOf(script: Script): Promise<KubeClient> {
  const { endpoint } = await loopbackServer(script);
  const client = new KubeClient(endpoint);
  onTestFinished(() => client.close());
  return client;
}

describe('the raw client', () => {
  it('gives JSON as the server sent it, unknown fields and times included', async () => {
    const object = { apiVersion: 'v1', metadata: { creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { notYet: [0] } };
    const client = await clientOf(({ headers }) => (headers['accept'] === 'application/json' ? { body: object } : {}));
    expect(await client.get('/api/v1/things/x')).toEqual(object);
  });

  it('says what was asked and what the server said when that is not 200', async () => {
    const client = await clientOf(() => ({ status: 404, body: { kind: 'Status', message: 'things "x" not found' } }));
    const error: unknown = await client.get('/api/v1/things/x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnexpectedAnswer);
    expect(error).toMatchObject({
      status: 404,
      message: 'GET /api/v1/things/x answered 404: things "x" not found',
    });
    await expect(client.text('/metrics')).rejects.toThrow('GET /metrics answered 404');
  });

  it('sends a body as JSON unless told otherwise', async () => {
    const client = await clientOf(({ headers }) => ({ body: String(headers['content-type']) }));
    const typeOf = async (headers?: Record<string, string>): Promise<string> => {
      const answer = await client.request({ method: 'PATCH', path: '/', body: '{}', ...(headers && { headers }) });
      return answer.body.toString();
    };
    expect(await typeOf()).toBe('application/json');
    expect(await typeOf({ 'content-type': 'application/merge-patch+json' })).toBe('application/merge-patch+json');
  });

  it('reads a text page', async () => {
    const client = await clientOf(() => ({ body: 'up 1\n' }));
    expect(await client.text('/metrics')).toBe('up 1\n');
  });
});

describe('statusMessage', () => {
  it('is the message of a Status, or the beginning of anything else', () => {
    expect(statusMessage(Buffer.from('{"kind":"Status","message":"no"}'))).toBe('no');
    expect(statusMessage(Buffer.from('{"message":3}'))).toBe('{"message":3}');
    expect(statusMessage(Buffer.from('null'))).toBe('null');
    expect(statusMessage(Buffer.from('x'.repeat(1000)))).toHaveLength(300);
  });
});

describe('resourcePath', () => {
  it.each([
    [{ groupVersion: 'v1', resource: 'nodes' }, '/api/v1/nodes'],
    [{ groupVersion: 'v1', resource: 'pods', namespace: 'a', name: 'b' }, '/api/v1/namespaces/a/pods/b'],
    [
      { groupVersion: 'apps/v1', resource: 'deployments', namespace: 'a', name: 'b', subresource: 'scale' },
      '/apis/apps/v1/namespaces/a/deployments/b/scale',
    ],
    [{ groupVersion: 'apps/v1', resource: 'deployments', namespace: '' }, '/apis/apps/v1/deployments'],
    [
      { groupVersion: 'rbac.authorization.k8s.io/v1', resource: 'clusterroles', name: 'system:node/a?b' },
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode%2Fa%3Fb',
    ],
  ])('of %j is %s', (where, path) => {
    expect(resourcePath(where)).toBe(path);
  });
});
