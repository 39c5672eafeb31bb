import { describe, expect, it } from 'vitest';
import { ownedBecause } from './flags.js';

describe('a flag', () => {
  it.each([
    ['emulated-version', 'each stop of the path has its own'],
    ['feature-gates', 'featureGates'],
    ['runtime-config', 'runtimeConfig'],
    ['etcd-servers', 'its own etcd'],
    ['secure-port', 'free ports'],
    ['client-ca-file', 'certificates'],
    ['requestheader-allowed-names', 'certificates'],
    ['cluster-signing-kubelet-client-key-file', 'certificates'],
    ['kubeconfig', 'credentials'],
    ['leader-elect', 'leases'],
    ['help', 'ends at once'],
  ])('of the rehearsal is not the scenario’s: %s', (name, reason) => {
    expect(ownedBecause(name)).toContain(reason);
  });

  it.each([
    'v',
    'audit-log-path',
    'leader-elect-lease-duration',
    'cluster-signing-duration',
    'service-cluster-ip-range',
    'etcd',
  ])('of nobody else is the scenario’s: %s', (name) => {
    expect(ownedBecause(name)).toBeUndefined();
  });
});
