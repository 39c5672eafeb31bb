import { expect, it } from 'vitest';
import { buildStamp, goModText, importsText, linkerFlags, type UpstreamModFile } from './go-module.js';
import type { BinariesRequest } from './request.js';

const KUBERNETES: BinariesRequest = { product: 'kubernetes', version: '1.37.2' };
const ETCD: BinariesRequest = { product: 'etcd', version: '3.6.8' };
const UPSTREAM: UpstreamModFile = {
  Go: '1.26.0',
  GoDebug: [{ Key: 'default', Value: 'go1.26' }],
  Require: [
    { Path: 'k8s.io/api', Version: 'v0.0.0' },
    { Path: 'k8s.io/klog/v2', Version: 'v2.140.0' },
    { Path: 'k8s.io/kms', Version: 'v0.0.0' },
  ],
  Replace: [
    { Old: { Path: 'k8s.io/sample-controller' }, New: { Path: './staging/src/k8s.io/sample-controller' } },
    { Old: { Path: 'k8s.io/api' }, New: { Path: './staging/src/k8s.io/api' } },
    { Old: { Path: 'example.com/fork' }, New: { Path: 'example.com/other' } },
  ],
};

it('Kubernetes is built with its own libraries as published for the same release, and with its own go and godebug lines', () => {
  expect(goModText(KUBERNETES, UPSTREAM, ['kube-scheduler']).split('\n')).toEqual([
    'module kube-rehearse.invalid/build',
    '',
    'go 1.26.0',
    'godebug default=go1.26',
    'require k8s.io/kubernetes v1.37.2',
    'replace k8s.io/api => k8s.io/api v0.37.2',
    'replace k8s.io/kms => k8s.io/kms v0.37.2',
    'replace k8s.io/sample-controller => k8s.io/sample-controller v0.37.2',
    '',
  ]);
});

it('a release candidate takes the libraries of the same candidate', () => {
  const candidate: BinariesRequest = { product: 'kubernetes', version: '1.38.0-rc.1' };
  expect(goModText(candidate, UPSTREAM, [])).toContain('replace k8s.io/api => k8s.io/api v0.38.0-rc.1\n');
});

it('etcd requires the modules of the wanted programs in one version, and replaces nothing', () => {
  const text = goModText(ETCD, { Go: '1.24.0', Replace: UPSTREAM.Replace ?? null }, ['etcdutl']);
  expect(text.split('\n').slice(2)).toEqual([
    'go 1.24.0',
    'require go.etcd.io/etcd/server/v3 v3.6.8',
    'require go.etcd.io/etcd/etcdutl/v3 v3.6.8',
    '',
  ]);
});

it('the programs are imported by their main packages', () => {
  expect(importsText(ETCD, ['etcd', 'etcdctl'])).toContain(
    'import _ "go.etcd.io/etcd/server/v3"\nimport _ "go.etcd.io/etcd/etcdctl/v3"\n',
  );
  expect(importsText(KUBERNETES, ['kubeadm'])).toContain('import _ "k8s.io/kubernetes/cmd/kubeadm"\n');
});

it('both version packages of Kubernetes are stamped', () => {
  const flags = linkerFlags(KUBERNETES, { commit: 'c'.repeat(40), date: '2026-01-02T03:04:05Z' });
  for (const path of ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']) {
    for (const stamp of [
      'gitVersion=v1.37.2',
      'gitMajor=1',
      'gitMinor=37',
      `gitCommit=${'c'.repeat(40)}`,
      'gitTreeState=archive',
      'buildDate=2026-01-02T03:04:05Z',
    ]) {
      expect(flags.split(' -X ')).toContain(`${path}.${stamp}`);
    }
  }
});

it('the stamp comes from the module, and is the same at every build when the proxy does not tell the commit', () => {
  const time = '2026-07-22T18:07:38Z';
  const hash = '0123456789abcdef0123456789abcdef01234567';
  expect(buildStamp({ Time: time, Origin: { Hash: hash } })).toEqual({ commit: hash, date: time });
  expect(buildStamp({ Time: time })).toEqual({ commit: '0'.repeat(40), date: time });
  expect(buildStamp({ Origin: { Hash: 'main -X evil=1' } }).commit).toBe('0'.repeat(40));
});

it('kind, kwok and containerd are modules like any other, in their own version', () => {
  const kind: BinariesRequest = { product: 'kind', version: '0.33.0' };
  expect(goModText(kind, { Go: '1.17' }, ['kind'])).toContain('\nrequire sigs.k8s.io/kind v0.33.0\n');
  expect(importsText(kind, ['kind'])).toContain('import _ "sigs.k8s.io/kind"\n');
  expect(importsText({ product: 'kwok', version: '0.8.0' }, ['kwok'])).toContain(
    'import _ "sigs.k8s.io/kwok/cmd/kwok"\n',
  );
  const containerd: BinariesRequest = { product: 'containerd', version: '2.3.7' };
  expect(goModText(containerd, { Go: '1.26.0' }, ['ctr'])).toContain(
    '\nrequire github.com/containerd/containerd/v2 v2.3.7\n',
  );
  expect(importsText(containerd, ['ctr', 'containerd-shim-runc-v2'])).toContain(
    'import _ "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2"\n',
  );
  const flags = linkerFlags(containerd, { commit: 'c'.repeat(40), date: '' });
  expect(flags).toContain('-X github.com/containerd/containerd/v2/version.Version=v2.3.7');
});
