import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EtcdClient } from '../kube/etcd-client.js';
import type { RollbackFact, RollbackResult } from '../model/observation.js';
import type { Launch } from '../model/plan.js';
import { served } from '../providers/testing/fake-api.js';
import { FakeProvider, type FakeCluster } from '../providers/testing/fake-provider.js';
import { RehearseError } from '../support/errors.js';
import { outcomeOfFacts } from '../model/rollback-outcome.js';
import { examineRollback } from './rollback-oracle.js';
import { readStoredObjects } from './stored-objects.js';

const SETTINGS = { extraArgs: {}, env: {} };
const OLD: Launch = {
  version: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
  components: { 'kube-apiserver': SETTINGS, 'kube-controller-manager': SETTINGS, 'kube-scheduler': SETTINGS },
};
const PATH = '/api/v1/namespaces/ns/configmaps/';

let provider: FakeProvider;
let old: FakeCluster;

beforeEach(async () => {
  provider = new FakeProvider();
  provider.resources = [
    served('v1', 'configmaps', 'ConfigMap'),
    served('v1', 'events', 'Event', { verbs: ['create', 'get', 'list'] }),
    served('v1', 'configmaps/status', 'ConfigMap'),
  ];
  old = await provider.provision({
    id: 'old',
    workDirectory: '/nowhere',
    logDirectory: '/nowhere',
    launch: OLD,
    etcdVersion: '3.6.8',
    components: ['kube-apiserver'],
    terminationGraceSeconds: 1,
    programs: () => Promise.reject(new Error('unused')),
  });
  onTestFinished(() => old.stop());
  for (const name of ['a', 'b']) hold('ConfigMap', `${PATH}${name}`, { data: { key: 'value', newer: 'x' } });
});

/** Puts an object into the old release's store, and where it serves it. */
function hold(kind: string, path: string, fields: object): void {
  const name = path.split('/').at(-1) ?? '';
  const object = { apiVersion: 'v1', kind, metadata: { name, namespace: 'ns' }, ...fields };
  old.apiState.objects.set(path, object);
  old.etcdState.put(`/registry${path}`, JSON.stringify(object));
}

/** What the old release makes of what is stored now. */
async function examine(): Promise<RollbackResult> {
  const etcd = new EtcdClient(old.etcd);
  onTestFinished(() => etcd.close());
  const left = await readStoredObjects(etcd);
  return examineRollback({ left, start: async () => old, evidence: ['logs/a.log'] });
}

const told = (facts: readonly RollbackFact[]): string[] => facts.map(({ type, message }) => `${type}: ${message}`);

describe('the rollback oracle', () => {
  it('finds a store safe that the old release lists, reads and writes back as it was', async () => {
    const result = await examine();
    expect(result).toEqual({ outcome: 'safe', reason: '', facts: [], examined: 2, evidence: ['logs/a.log'] });
  });

  it('really writes every object back', async () => {
    const written: string[] = [];
    const store = old.apiState.onWrite;
    old.apiState.onWrite = (path, object) => {
      written.push(path);
      store?.(path, object);
    };
    await examine();
    expect(written.sort()).toEqual([`${PATH}a`, `${PATH}b`]);
  });

  it('finds a store lossy when a field does not survive the rewrite', async () => {
    old.apiState.onWrite = (path, object) => {
      const { newer: _, ...data } = object['data'] as Record<string, string>;
      old.etcdState.put(`/registry${path}`, JSON.stringify({ ...object, data }));
    };
    const { outcome, facts } = await examine();
    expect(outcome).toBe('lossy');
    expect(told(facts)).toEqual([
      'field-lost: v1 ConfigMap ns/a loses data.newer',
      'field-lost: v1 ConfigMap ns/b loses data.newer',
    ]);
  });

  it('finds a store lossy when it holds a kind that the old release does not serve', async () => {
    old.etcdState.put(
      '/registry/widgets/w',
      JSON.stringify({ apiVersion: 'v9', kind: 'Widget', metadata: { name: 'w' } }),
    );
    const { outcome, facts } = await examine();
    expect(outcome).toBe('lossy');
    expect(told(facts)).toEqual(['orphaned: v9 Widget w stays in etcd where the old release serves no such kind']);
  });

  it('finds a rollback impossible when an object cannot be read', async () => {
    old.apiState.intercept = ({ method, path }) =>
      method === 'GET' && path === `${PATH}a` ? { status: 500, body: { message: 'unable to decode' } } : undefined;
    const { outcome, facts } = await examine();
    expect(outcome).toBe('impossible');
    expect(told(facts)).toEqual(['unreadable: v1 ConfigMap ns/a cannot be read: 500 unable to decode']);
  });

  it('finds a rollback impossible when an object cannot be written back unchanged', async () => {
    old.apiState.intercept = ({ method, path }) =>
      method === 'PUT' && path === `${PATH}b` ? { status: 422, body: { message: 'data: Forbidden' } } : undefined;
    const { outcome, facts } = await examine();
    expect(outcome).toBe('impossible');
    expect(told(facts)).toEqual(['refused: v1 ConfigMap ns/b cannot be written back unchanged: 422 data: Forbidden']);
  });

  it('reads and writes again when the API server itself wrote in between, as it does to its identity lease', async () => {
    let conflicts = 0;
    old.apiState.intercept = ({ method, path }) =>
      method === 'PUT' && path === `${PATH}b` && (conflicts += 1) <= 2
        ? { status: 409, body: { message: 'the object has been modified' } }
        : undefined;
    expect((await examine()).facts).toEqual([]);
    expect(conflicts).toBe(3);
  });

  it('does not do so for ever', async () => {
    old.apiState.intercept = ({ method, path }) =>
      method === 'PUT' && path === `${PATH}b`
        ? { status: 409, body: { message: 'the object has been modified' } }
        : undefined;
    expect((await examine()).outcome).toBe('impossible');
  });

  it('finds a rollback impossible when a resource cannot be listed', async () => {
    old.apiState.intercept = ({ method, path }) =>
      method === 'GET' && path === '/api/v1/configmaps' ? { status: 500, body: { message: 'decode' } } : undefined;
    const { outcome, facts } = await examine();
    expect(outcome).toBe('impossible');
    expect(told(facts)).toEqual([
      'undecodable: v1 configmaps cannot be listed: GET /api/v1/configmaps?limit=500 answered 500: decode',
    ]);
  });

  it('says so when a value is not even understood by the harness', async () => {
    old.etcdState.put('/registry/strange', Buffer.from([1, 2, 3]));
    const { outcome, facts } = await examine();
    expect(outcome).toBe('impossible');
    expect(facts).toMatchObject([{ type: 'unreadable', subject: '/registry/strange' }]);
  });

  it('reads what cannot be updated, and leaves it at that', async () => {
    hold('Event', '/api/v1/namespaces/ns/events/e', {});
    expect(await examine()).toMatchObject({ outcome: 'safe', examined: 3 });
  });

  it('finds a rollback impossible when the old release does not become ready on the data', async () => {
    provider.failures.ready = () => {
      throw new RehearseError({ code: 'wait-abandoned', message: 'kube-apiserver exited with code 1', remedy: '' });
    };
    const { outcome, facts, examined } = await examine();
    expect([outcome, examined]).toEqual(['impossible', 0]);
    expect(told(facts)).toEqual([
      'not-ready: the old release does not become ready on this data: kube-apiserver exited with code 1',
    ]);
  });

  it('throws when it could not be asked, which says nothing about the data', async () => {
    provider.failures.ready = () => {
      throw new Error('interrupted');
    };
    await expect(examine()).rejects.toThrow('interrupted');
    const start = (): Promise<never> => Promise.reject(new Error('no space left'));
    await expect(examineRollback({ left: [], start, evidence: [] })).rejects.toThrow('no space left');
  });
});

describe('the outcome of a rollback', () => {
  const fact = (type: RollbackFact['type']): RollbackFact => {
    return { type, subject: '', path: '', before: null, after: null, message: '' };
  };

  it('is the worst of its facts', () => {
    expect(outcomeOfFacts([])).toBe('safe');
    for (const type of ['orphaned', 'field-lost', 'field-changed'] as const)
      expect(outcomeOfFacts([fact(type)])).toBe('lossy');
    for (const type of ['not-ready', 'undecodable', 'unreadable', 'refused'] as const)
      expect(outcomeOfFacts([fact('field-lost'), fact(type), fact('orphaned')])).toBe('impossible');
  });
});
