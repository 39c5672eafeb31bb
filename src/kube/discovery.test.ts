import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeApi, served } from '../providers/testing/fake-api.js';
import { loopbackServer, type ScriptedAnswer, type ScriptedRequest } from '../support/testing/loopback-server.js';
import { readSurface, type SurfaceReading } from './discovery.js';
import { KubeClient } from './kube-client.js';

const RESOURCES = [
  served('v1', 'pods', 'Pod', { shortNames: ['po'], categories: ['all'] }),
  served('v1', 'pods/status', 'Pod', { verbs: ['get', 'patch', 'update'] }),
  served('apps/v1', 'deployments', 'Deployment'),
  served('apps/v1', 'deployments/scale', 'Scale', { verbs: ['get', 'update'] }),
  served('authentication.k8s.io/v1', 'tokenreviews', 'TokenReview', { verbs: ['create'], storageVersionHash: '' }),
  served('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', { namespaced: false }),
  served('example.com/v1', 'widgets', 'Widget', { custom: true }),
  served('example.com/v1', 'widgets/status', 'Widget', { custom: true, verbs: ['get'] }),
];

const DEFINITION = {
  metadata: { name: 'widgets.example.com' },
  spec: { group: 'example.com', names: { plural: 'widgets' } },
};

async function read(intercept?: (request: ScriptedRequest) => ScriptedAnswer | undefined): Promise<SurfaceReading> {
  const api = new FakeApi(RESOURCES);
  api.objects.set('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com', DEFINITION);
  api.intercept = intercept;
  const { endpoint } = await loopbackServer(api.script);
  const client = new KubeClient(endpoint);
  onTestFinished(() => client.close());
  return readSurface(client);
}

/** The aggregated document of named groups with a change. */
function withAggregated(change: (document: string) => string) {
  return (request: ScriptedRequest): ScriptedAnswer | undefined => {
    if (request.path !== '/apis' || !String(request.headers['accept']).includes('APIGroupDiscoveryList'))
      return undefined;
    const answer = new FakeApi(RESOURCES).script(request);
    return { body: change(JSON.stringify(answer?.body)) };
  };
}

describe('readSurface', () => {
  it('reads every resource and subresource of every version, sorted, custom ones marked', async () => {
    const { surface, problems } = await read();
    const bySubject = [...RESOURCES].sort((a, b) =>
      `${a.groupVersion} ${a.resource}` < `${b.groupVersion} ${b.resource}` ? -1 : 1,
    );
    expect(surface.resources).toEqual(bySubject);
    expect(problems).toEqual([]);
  });

  it('names a version whose document cannot be read, and reads the others', async () => {
    const { surface, problems } = await read(({ path }) =>
      path === '/apis/apps/v1' ? { status: 503, body: { message: 'not now' } } : undefined,
    );
    expect(surface.resources.map(({ groupVersion }) => groupVersion)).not.toContain('apps/v1');
    expect(surface.resources).toHaveLength(6);
    expect(problems).toContainEqual({
      probe: 'discovery',
      subject: 'apps/v1',
      message: 'GET /apis/apps/v1 answered 503: not now',
    });
  });

  it('finds what only the aggregated document has', async () => {
    const { problems } = await read(
      withAggregated((text) => text.replace('"resource":"deployments"', '"resource":"deployment"')),
    );
    expect(problems.map(({ probe, subject, message }) => `${probe}: ${subject} ${message}`)).toEqual([
      'aggregated-discovery: apps/v1 deployments is in the plain discovery document but not in the aggregated one',
      'aggregated-discovery: apps/v1 deployments/scale is in the plain discovery document but not in the aggregated one',
      'aggregated-discovery: apps/v1 deployment is in the aggregated discovery document but not in the plain one',
      'aggregated-discovery: apps/v1 deployment/scale is in the aggregated discovery document but not in the plain one',
    ]);
  });

  it('finds verbs that the two documents do not agree on', async () => {
    const { problems } = await read(
      withAggregated((text) => text.replace('"verbs":["create"]', '"verbs":["create","list"]')),
    );
    expect(problems).toEqual([
      {
        probe: 'aggregated-discovery',
        subject: 'authentication.k8s.io/v1 tokenreviews',
        message: 'has other verbs in the aggregated document: create,list',
      },
    ]);
  });

  it('does not mind the order of verbs', async () => {
    const { problems } = await read(withAggregated((text) => text.replaceAll('["get","update"]', '["update","get"]')));
    expect(problems).toEqual([]);
  });

  it('says so when there is no aggregated document, and keeps the rest', async () => {
    const { surface, problems } = await read(({ path, headers }) =>
      path === '/apis' && String(headers['accept']).includes('APIGroupDiscoveryList') ? { status: 406 } : undefined,
    );
    expect(surface.resources).toHaveLength(RESOURCES.length);
    expect(problems).toEqual([
      { probe: 'aggregated-discovery', subject: '', message: expect.stringContaining('406') as string },
    ]);
  });

  it('throws when the server says nothing at all', async () => {
    await expect(read(() => ({ status: 500, body: { message: 'broken' } }))).rejects.toThrow('answered 500: broken');
  });
});
