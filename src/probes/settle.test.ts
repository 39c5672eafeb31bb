import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cluster } from '../providers/cluster.js';
import { FakeEtcd } from '../providers/testing/fake-etcd.js';
import { loopbackServer } from '../support/testing/loopback-server.js';
import { settle } from './settle.js';

/** The clock moves this much with each look at the store, and not otherwise; quiet for two seconds is quiet for four looks. */
const LOOK_MS = 500;

let etcd: FakeEtcd;
let cluster: Cluster;
let looks: number;
/** What somebody does to the store after a look; `look` counts from 1. */
let afterLook: (look: number) => void;

beforeEach(async () => {
  etcd = new FakeEtcd();
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) etcd.put(`/registry/pods/${name}`, 'x');
  etcd.put('/registry/leases/kube-system/kube-scheduler', 'x');
  looks = 0;
  afterLook = () => undefined;
  etcd.afterRange = () => afterLook((looks += 1));
  cluster = { etcd: (await loopbackServer(etcd.script)).endpoint } as Cluster;
  vi.spyOn(performance, 'now').mockImplementation(() => looks * LOOK_MS);
  return () => vi.restoreAllMocks();
});

describe('settle', () => {
  it('returns when nothing was written for two seconds', async () => {
    expect(await settle(cluster)).toBeUndefined();
    expect(looks).toBe(5);
  });

  it('begins to wait anew with every write', async () => {
    afterLook = (look) => look === 3 && etcd.put('/registry/pods/a', 'changed');
    expect(await settle(cluster)).toBeUndefined();
    expect(looks).toBe(8);
  });

  it('takes a deletion for a write', async () => {
    afterLook = (look) => look <= 3 && etcd.delete(`/registry/pods/${'abc'[look - 1]}`);
    expect(await settle(cluster)).toBeUndefined();
    expect(looks).toBe(8);
  });

  it.each([
    '/registry/leases/kube-system/kube-scheduler',
    '/registry/masterleases/127.0.0.1',
    '/registry/peerserverleases/apiserver-abc',
  ])('does not wait for %s, which is renewed for ever', async (key) => {
    etcd.put(key, 'x');
    afterLook = () => etcd.put(key, 'renewed');
    expect(await settle(cluster)).toBeUndefined();
    expect(looks).toBe(5);
  });

  it('says what was still written when it gives up', async () => {
    const timeout = new AbortController();
    const real = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => (ms === 90_000 ? timeout.signal : real(ms)));
    afterLook = (look) => {
      etcd.put('/registry/pods/a', String(look));
      if (look === 4) timeout.abort();
    };
    expect(await settle(cluster)).toMatch(
      /control plane to stop writing in vain: last seen: writes to \/registry\/pods\/a/,
    );
  });

  it('throws the reason of an interruption', async () => {
    const reason = new Error('interrupted');
    const controller = new AbortController();
    afterLook = () => controller.abort(reason);
    await expect(settle(cluster, controller.signal)).rejects.toBe(reason);
  });
});
