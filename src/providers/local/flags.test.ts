import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KUBE_COMPONENTS } from '../../model/component.js';
import { componentArguments, etcdArguments, type Places, type Ports } from './flags.js';

const PORTS: Ports = {
  etcd: 12001,
  'etcd-peer': 12002,
  'kube-apiserver': 12003,
  'kube-controller-manager': 12004,
  'kube-scheduler': 12005,
};
const PLACES: Places = { pki: '/work/pki', kubeconfigs: '/work/kubeconfigs', data: '/work/etcd' };

function flagsOf(
  component: (typeof KUBE_COMPONENTS)[number],
  extraArgs: Readonly<Record<string, string>> = {},
): string[] {
  return componentArguments(component, { extraArgs, env: {} }, PORTS, PLACES);
}

const flagName = fc.stringMatching(/^[a-z][a-z-]{0,20}$/);

describe('the command line of a component', () => {
  it.each(KUBE_COMPONENTS)('of %s depends on nothing but ports, places and the flags of the plan', (component) => {
    expect(flagsOf(component)).toEqual(flagsOf(component));
    expect(flagsOf(component, { 'emulated-version': '1.36' })).toEqual(
      [...flagsOf(component), '--emulated-version=1.36'].sort(byName),
    );
  });

  it.each(KUBE_COMPONENTS)('of %s has the same order whatever the order of the flags that are added', (component) => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(flagName, fc.string()), { selector: ([name]) => name }), (extra) => {
        const forwards = flagsOf(component, Object.fromEntries(extra));
        expect(flagsOf(component, Object.fromEntries([...extra].reverse()))).toEqual(forwards);
      }),
    );
  });

  it.each(KUBE_COMPONENTS)('of %s gives every flag once, the added ones as they were said', (component) => {
    fc.assert(
      fc.property(fc.dictionary(flagName, fc.string()), (extra) => {
        const flags = flagsOf(component, extra);
        const names = flags.map((flag) => flag.slice(0, flag.indexOf('=')));
        expect(new Set(names).size).toBe(names.length);
        for (const [name, value] of Object.entries(extra)) expect(flags).toContain(`--${name}=${value}`);
      }),
    );
  });

  it('lets the plan override what the project sets', () => {
    const flags = flagsOf('kube-apiserver', { 'authorization-mode': 'AlwaysAllow' });
    expect(flags.filter((flag) => flag.startsWith('--authorization-mode='))).toEqual([
      '--authorization-mode=AlwaysAllow',
    ]);
  });

  it.each(KUBE_COMPONENTS)('of %s listens on loopback only, on its own port', (component) => {
    expect(flagsOf(component)).toEqual(
      expect.arrayContaining(['--bind-address=127.0.0.1', `--secure-port=${PORTS[component]}`]),
    );
  });

  it('lets nobody use the API server or etcd without a certificate', () => {
    expect(flagsOf('kube-apiserver')).toContain('--client-ca-file=/work/pki/ca.crt');
    expect(etcdArguments(PORTS, PLACES)).toEqual(
      expect.arrayContaining(['--client-cert-auth=true', '--peer-client-cert-auth=true', '--data-dir=/work/etcd']),
    );
  });

  it('elects leaders, as a control plane of several nodes does', () => {
    for (const component of ['kube-controller-manager', 'kube-scheduler'] as const)
      expect(flagsOf(component)).toContain('--leader-elect=true');
  });
});

function byName(a: string, b: string): number {
  const [left = '', right = ''] = [a.split('=')[0], b.split('=')[0]];
  return left < right ? -1 : 1;
}
