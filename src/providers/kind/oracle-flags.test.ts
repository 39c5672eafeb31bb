import { describe, expect, it } from 'vitest';
import { componentArguments } from '../local/flags.js';
import type { KUBE_COMPONENTS } from '../../model/component.js';
import type { Launch } from '../../model/plan.js';
import { comparableFlags, withFlags, type ComponentFlags } from './oracle-flags.js';

const launch = (extraArgs: Record<string, string>): Launch => ({
  version: { binary: '1.36.3', emulated: '1.36', minCompatibility: '1.35' },
  components: {
    'kube-apiserver': { extraArgs, env: {} },
    'kube-controller-manager': { extraArgs: {}, env: {} },
    'kube-scheduler': { extraArgs: {}, env: {} },
  },
});

describe('the flags that an oracle shares with the rehearsed cluster', () => {
  it('are all but addresses, ports and files', () => {
    expect(
      comparableFlags({
        'advertise-address': '172.18.0.2',
        'authorization-mode': 'Node,RBAC',
        'bind-address': '0.0.0.0',
        'client-ca-file': '/etc/kubernetes/pki/ca.crt',
        'etcd-servers': 'https://127.0.0.1:2379',
        kubeconfig: '/etc/kubernetes/scheduler.conf',
        'runtime-config': '',
        'secure-port': '6443',
        'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
        'service-cluster-ip-range': '10.96.0.0/16',
      }),
    ).toEqual({
      'authorization-mode': 'Node,RBAC',
      'runtime-config': '',
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
      'service-cluster-ip-range': '10.96.0.0/16',
    });
  });

  it('win over what the local provider gives by itself, and the plan wins over both', () => {
    const flags: ComponentFlags = {
      'kube-apiserver': { 'service-cluster-ip-range': '10.96.0.0/16', 'runtime-config': '' },
      'kube-controller-manager': { 'allocate-node-cidrs': 'true' },
      'kube-scheduler': {},
    };
    const { components } = withFlags(launch({ 'runtime-config': 'api/beta=true' }), flags);
    const ports = { etcd: 1, 'etcd-peer': 2, 'kube-apiserver': 3, 'kube-controller-manager': 4, 'kube-scheduler': 5 };
    const places = { pki: '/pki', kubeconfigs: '/kubeconfigs', data: '/data' };
    const args = (component: (typeof KUBE_COMPONENTS)[number]): string[] =>
      componentArguments(component, components[component], ports, places);
    expect(args('kube-apiserver')).toEqual(
      expect.arrayContaining(['--service-cluster-ip-range=10.96.0.0/16', '--runtime-config=api/beta=true']),
    );
    expect(args('kube-apiserver').filter((argument) => argument.includes('service-cluster-ip-range'))).toHaveLength(1);
    expect(args('kube-controller-manager')).toContain('--allocate-node-cidrs=true');
  });
});
