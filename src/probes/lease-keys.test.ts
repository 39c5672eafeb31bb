import { describe, expect, it } from 'vitest';
import { withoutLeases } from './lease-keys.js';

describe('withoutLeases', () => {
  it.each([
    '/registry/leases/kube-system/kube-scheduler',
    '/registry/masterleases/127.0.0.1',
    '/registry/peerserverleases/apiserver-wlv32tlttr4jl3gtroqexyxapa',
  ])('leaves out %s, which is renewed for ever', (key) => {
    expect(withoutLeases([key])).toEqual([]);
  });

  it.each(['/registry/pods/default/leases', '/registry/leasesx/a', '/registry/configmaps/masterleases/a'])(
    'keeps %s',
    (key) => {
      expect(withoutLeases([key])).toEqual([key]);
    },
  );
});
