import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { KUBE_COMPONENTS } from '../model/component.js';
import type { Launch } from '../model/plan.js';
import { FakeProvider, fakeSha256, type FakeCluster } from '../providers/testing/fake-provider.js';
import { observeComponent, observeComponents } from './component-evidence.js';

const SETTINGS = { extraArgs: {}, env: {} };
const LAUNCH: Launch = {
  version: { binary: '1.37.2', emulated: '1.36', minCompatibility: '1.35' },
  components: { 'kube-apiserver': SETTINGS, 'kube-controller-manager': SETTINGS, 'kube-scheduler': SETTINGS },
};

let cluster: FakeCluster;

beforeEach(async () => {
  cluster = await new FakeProvider().provision({
    id: 'c',
    workDirectory: '/nowhere',
    logDirectory: '/nowhere',
    launch: LAUNCH,
    etcdVersion: '3.6.8',
    components: KUBE_COMPONENTS,
    terminationGraceSeconds: 1,
    programs: () => Promise.reject(new Error('unused')),
  });
  onTestFinished(() => cluster.stop());
});

describe('the evidence of a component', () => {
  it('is what it reports, what runs, and what should', async () => {
    const evidence = await observeComponents(cluster, async (component) => fakeSha256(component, '1.37.2'));
    expect(Object.keys(evidence)).toEqual([...KUBE_COMPONENTS]);
    const common = {
      binary: '1.37.2',
      emulated: '1.36',
      minCompatibility: '1.35',
      gates: [{ name: 'Sample', stage: 'BETA', enabled: true }],
      description: { goVersion: '', statusz: null, flagz: null, configz: null },
    };
    expect(evidence['kube-apiserver']).toEqual({
      component: 'kube-apiserver',
      instance: 'kube-apiserver#1',
      executableSha256: fakeSha256('kube-apiserver', '1.37.2'),
      expectedSha256: fakeSha256('kube-apiserver', '1.37.2'),
      sources: ['/version', 'metric version_info', 'metric kubernetes_build_info'],
      ...common,
    });
    expect(evidence['kube-scheduler']).toMatchObject({
      sources: ['metric version_info', 'metric kubernetes_build_info'],
      ...common,
    });
  });

  it('keeps apart what is expected and what runs', async () => {
    const evidence = await observeComponents(cluster, async () => 'another');
    expect(evidence['kube-scheduler']).toMatchObject({
      expectedSha256: 'another',
      executableSha256: fakeSha256('kube-scheduler', '1.37.2'),
    });
  });

  it('shows both of two reports that contradict each other', async () => {
    cluster.script('kube-apiserver', '/version', {
      gitVersion: 'v1.36.3',
      emulationMinor: '36',
      minCompatibilityMinor: '34',
    });
    expect(await observeComponent(cluster, 'kube-apiserver')).toMatchObject({
      binary: 'kube-apiserver contradicts itself about its binary: v1.36.3 and v1.37.2',
      emulated: '1.36',
      minCompatibility: 'kube-apiserver contradicts itself about its min-compatibility version: 1.34 and 1.35',
    });
  });

  it('is null where a release reports nothing', async () => {
    cluster.script('kube-scheduler', '/metrics', 'kubernetes_build_info{git_version="v1.33.6"} 1\n');
    expect(await observeComponent(cluster, 'kube-scheduler')).toMatchObject({
      binary: '1.33.6',
      emulated: null,
      minCompatibility: null,
      sources: ['metric kubernetes_build_info'],
    });
  });

  it('has what the pages say at which it describes itself', async () => {
    const version = { binaryVersion: '1.37.2', emulationVersion: '1.36', goVersion: 'go1.26.8', uptimeSeconds: 3 };
    cluster.script(
      'kube-scheduler',
      '/metrics',
      'kubernetes_build_info{git_version="v1.37.2",go_version="go1.26.8"} 1\n',
    );
    cluster.script('kube-scheduler', '/statusz', { kind: 'Statusz', ...version });
    cluster.script('kube-scheduler', '/flagz', { kind: 'Flagz', flags: { 'emulated-version': '[1.36]' } });
    cluster.script('kube-scheduler', '/configz', { componentconfig: { parallelism: 16 } });
    expect((await observeComponent(cluster, 'kube-scheduler')).description).toEqual({
      goVersion: 'go1.26.8',
      statusz: { binary: '1.37.2', emulated: '1.36', goVersion: 'go1.26.8' },
      flagz: { 'emulated-version': '[1.36]' },
      configz: { componentconfig: { parallelism: 16 } },
    });
  });

  it('cannot be had from a component that does not answer', async () => {
    await cluster.stop();
    await expect(observeComponent(cluster, 'kube-scheduler')).rejects.toThrow();
  });
});
