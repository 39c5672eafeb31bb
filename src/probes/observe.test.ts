import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Cluster } from '../providers/cluster.js';
import { FakeApi, served } from '../providers/testing/fake-api.js';
import { FakeEtcd } from '../providers/testing/fake-etcd.js';
import { loopbackServer } from '../support/testing/loopback-server.js';
import { observe } from './observe.js';

let etcd: FakeEtcd;
let api: FakeApi;
let cluster: Cluster;
/** How often a list of the API was asked for. */
let lists: number;
/** What somebody does to the store while the API is looked at; `list` counts from 1. */
let whileListing: (list: number) => void;

beforeEach(async () => {
  etcd = new FakeEtcd();
  for (const name of ['a', 'b', 'c', 'd']) etcd.put(`/registry/configmaps/ns/${name}`, name);
  etcd.put('/registry/leases/kube-system/kube-scheduler', 'x');
  api = new FakeApi([served('v1', 'configmaps', 'ConfigMap')]);
  lists = 0;
  whileListing = () => undefined;
  api.intercept = ({ path }) => {
    if (path === '/api/v1/configmaps') whileListing((lists += 1));
    return undefined;
  };
  const [store, server] = await Promise.all([loopbackServer(etcd.script), loopbackServer(api.script)]);
  cluster = { etcd: store.endpoint, api: server.endpoint, runsPods: false } as Cluster;
  // so that the store is settled after a few looks
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 500));
  onTestFinished(() => void vi.restoreAllMocks());
});

const valuesOf = (observation: Awaited<ReturnType<typeof observe>>): string[] =>
  observation.store.map(({ key }) => key).filter((key) => key.startsWith('/registry/configmaps/'));

describe('looking at a cluster', () => {
  it('is done once while nothing is written', async () => {
    const seen = await observe(cluster);
    expect(lists).toBe(1);
    expect(valuesOf(seen)).toHaveLength(4);
    expect(seen.problems).toEqual([]);
  });

  it.each<[string, () => void, number]>([
    ['created', () => etcd.put('/registry/configmaps/ns/late', 'x'), 5],
    ['changed', () => etcd.put('/registry/configmaps/ns/a', 'changed'), 4],
    ['deleted', () => etcd.delete('/registry/configmaps/ns/a'), 3],
  ])('begins again when something was %s meanwhile, and shows it', async (_, act, keys) => {
    whileListing = (list) => list === 1 && act();
    const seen = await observe(cluster);
    expect(lists).toBe(2);
    expect(valuesOf(seen)).toHaveLength(keys);
    expect(seen.problems).toEqual([]);
  });

  it('does not mind leases, which are renewed for ever', async () => {
    whileListing = () => etcd.put('/registry/leases/kube-system/kube-scheduler', 'renewed');
    expect((await observe(cluster)).problems).toEqual([]);
    expect(lists).toBe(1);
  });

  it('says what is written when it is never left alone', async () => {
    whileListing = (list) => etcd.put('/registry/configmaps/ns/a', String(list));
    const { problems } = await observe(cluster);
    expect(lists).toBe(3);
    expect(problems).toEqual([
      {
        probe: 'observe',
        subject: 'etcd',
        message: 'while the cluster was looked at, somebody wrote /registry/configmaps/ns/a',
      },
    ]);
  });
});
