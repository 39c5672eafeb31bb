import { describe, expect, it } from 'vitest';
import { COUNTS_AT, type Json, type StoredObject } from '../model/observation.js';
import { UnexpectedAnswer, type JsonObject, type KubeClient } from '../kube/kube-client.js';
import { readPodCounts } from './pod-counts.js';

function pod(
  name: string,
  change: { annotations?: Json; phase?: string; deletionTimestamp?: string } = {},
): StoredObject {
  const { annotations = { [COUNTS_AT]: '8080' }, phase = 'Running', deletionTimestamp } = change;
  const metadata = { uid: `uid-of-${name}`, namespace: 'shop', name, annotations };
  return {
    key: `/registry/pods/shop/${name}`,
    createRevision: 1,
    modRevision: 1,
    sha256: '',
    encoding: 'protobuf',
    apiVersion: 'v1',
    kind: 'Pod',
    content: {
      metadata: { ...metadata, ...(deletionTimestamp !== undefined && { deletionTimestamp }) },
      status: { phase },
    },
    unknownFields: [],
  };
}

/** Answers each path with what is given for it. */
function clientWith(answers: Readonly<Record<string, JsonObject>>): KubeClient {
  return {
    get: async (path: string) => {
      const answer = answers[path];
      if (!answer) throw new UnexpectedAnswer('GET', path, { status: 503, body: Buffer.from('no route') });
      return answer;
    },
  } as unknown as KubeClient;
}

const COUNT = { host: 'web-0', startedAt: '2026-11-25T13:00:00Z', uptimeSeconds: 7.2, counter: 7 };
const PATH = '/api/v1/namespaces/shop/pods/web-0%3A8080/proxy/';

describe('the counts of pods', () => {
  it('are what each counting pod says through the API server', async () => {
    expect(await readPodCounts(clientWith({ [PATH]: COUNT }), [pod('web-0')])).toEqual({
      counts: [{ pod: 'uid-of-web-0', startedAt: COUNT.startedAt, counter: 7 }],
      problems: [],
    });
  });

  it.each<[string, StoredObject]>([
    ['says nowhere that it counts', pod('web-0', { annotations: {} })],
    ['does not run yet', pod('web-0', { phase: 'Pending' })],
    ['has ended', pod('web-0', { phase: 'Succeeded' })],
    ['is about to end', pod('web-0', { deletionTimestamp: '2026-11-25T13:00:00Z' })],
    ['is no pod', { ...pod('web-0'), kind: 'PodTemplate' }],
  ])('are not asked of what %s', async (_, stored) => {
    expect(await readPodCounts(clientWith({}), [stored])).toEqual({ counts: [], problems: [] });
  });

  it.each<[string, Readonly<Record<string, JsonObject>>]>([
    ['does not answer', {}],
    ['says no count', { [PATH]: { hello: 'world' } }],
  ])('miss a pod that %s, which is a problem with its name', async (_, answers) => {
    const { counts, problems } = await readPodCounts(clientWith(answers), [pod('web-0')]);
    expect(counts).toEqual([]);
    expect(problems).toMatchObject([{ probe: 'pod-counts', subject: 'shop/web-0' }]);
  });
});
