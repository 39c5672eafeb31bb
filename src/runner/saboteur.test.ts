import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import type { Launch } from '../model/plan.js';
import type { Sabotage } from '../model/scenario.js';
import { readSurface } from '../kube/discovery.js';
import type { Cluster } from '../providers/cluster.js';
import { served } from '../providers/testing/fake-api.js';
import { FakeProvider, type FakeCluster } from '../providers/testing/fake-provider.js';
import { Saboteur } from './saboteur.js';

/** A launch of a release that gives kube-apiserver two flags. */
function launch(binary: Launch['version']['binary'] = '1.37.2'): Launch {
  const settings = { extraArgs: {}, env: {} };
  const extraArgs = { 'emulated-version': '1.36', 'feature-gates': 'A=true' };
  return {
    version: { binary, emulated: '1.36', minCompatibility: '1.35' },
    components: {
      'kube-apiserver': { extraArgs, env: { E: 'x' } },
      'kube-controller-manager': settings,
      'kube-scheduler': settings,
    },
  };
}

const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { key: 'value' } };
const KEY = '/registry/configmaps/ns/a';

let provider: FakeProvider;
let fake: FakeCluster;

beforeEach(async () => {
  provider = new FakeProvider();
  provider.resources = [
    served('v1', 'configmaps', 'ConfigMap'),
    served('v1', 'configmaps/status', 'ConfigMap'),
    served('v1', 'configmapsets', 'ConfigMapSet'),
    served('apps/v1', 'configmaps', 'ConfigMap'),
  ];
  fake = await provider.provision({
    id: 'c',
    workDirectory: '/nowhere',
    logDirectory: '/nowhere',
    launch: launch('1.36.3'),
    etcdVersion: '3.6.8',
    components: KUBE_COMPONENTS,
    terminationGraceSeconds: 1,
    programs: () => Promise.reject(new Error('unused')),
  });
  onTestFinished(() => fake.stop());
  fake.apiState.objects.set('/api/v1/namespaces/ns/configmaps/a', OBJECT);
  fake.apiState.objects.set('/api/v1/namespaces/ns/configmaps/b', { ...OBJECT, metadata: { name: 'b' } });
  fake.etcdState.put(KEY, JSON.stringify(OBJECT));
  fake.etcdState.put('/registry/configmaps/ns/b', JSON.stringify(OBJECT));
});

/** Replaces every component at two steps and gives what each was really started with at the second. */
async function replaceAll(sabotage: Sabotage | undefined): Promise<Partial<Record<KubeComponent, Launch>>> {
  const saboteur = new Saboteur(sabotage);
  const cluster: Cluster = saboteur.wrap(fake);
  const started = new Map<KubeComponent, Launch>();
  for (const [step, asked] of [launch('1.36.3'), launch()].entries()) {
    saboteur.enter(step + 1);
    started.clear();
    for (const component of KUBE_COMPONENTS) {
      const before = provider.log.length;
      await cluster.replace(component, asked, (_, act) => act());
      if (provider.log.length > before) started.set(component, fake.launches.get(component) ?? asked);
    }
  }
  return Object.fromEntries(started);
}

/** What the observing client sees at a step: names of resources, and the objects of one list. */
async function look(
  sabotage: Sabotage | undefined,
  step: number,
): Promise<{ resources: string[]; problems: number; items: unknown }> {
  const client = new Saboteur(sabotage).openClient(fake.api, step);
  onTestFinished(() => client.close());
  const { surface, problems } = await readSurface(client);
  const list = await client.get('/api/v1/configmaps?limit=500');
  const resources = surface.resources.map(({ groupVersion, resource }) => `${groupVersion} ${resource}`);
  return { resources, problems: problems.length, items: list['items'] };
}

/** Everything in etcd, as text, after a planting at each step and moment. */
async function plant(
  sabotage: Sabotage | undefined,
  step: number,
  moment: 'arrival' | 'wave',
): Promise<Record<string, string>> {
  await new Saboteur(sabotage).plant(fake, step, moment);
  return store();
}

function store(): Record<string, string> {
  return Object.fromEntries(fake.etcdState.keys.map((key) => [key, fake.etcdState.get(key)?.toString() ?? '']));
}

describe('without a sabotage', () => {
  it('every component is started as planned', async () => {
    const asked = launch();
    expect(await replaceAll(undefined)).toEqual(
      Object.fromEntries(KUBE_COMPONENTS.map((component) => [component, asked])),
    );
  });

  it('everything is seen as it is', async () => {
    const { resources, problems, items } = await look(undefined, 1);
    expect(resources).toHaveLength(4);
    expect([problems, items]).toEqual([0, [...fake.apiState.objects.values()]]);
  });

  it('etcd stays as it is', async () => {
    const before = store();
    expect(await plant(undefined, 1, 'arrival')).toEqual(before);
    expect(await plant(undefined, 1, 'wave')).toEqual(before);
  });
});

describe('a sabotage of how a component is started', () => {
  const others = { 'kube-controller-manager': launch(), 'kube-scheduler': launch() };

  it('skip-restart leaves the component as it is', async () => {
    expect(await replaceAll({ type: 'skip-restart', step: 2, component: 'kube-apiserver' })).toEqual(others);
    expect(fake.launches.get('kube-apiserver')?.version.binary).toBe('1.36.3');
  });

  it('keep-binary starts the earlier binary with the new flags', async () => {
    const started = await replaceAll({ type: 'keep-binary', step: 2, component: 'kube-apiserver' });
    const { version, components } = launch();
    expect(started).toEqual({
      ...others,
      'kube-apiserver': { version: { ...version, binary: '1.36.3' }, components },
    });
  });

  it('drop-flag leaves one flag out', async () => {
    const started = await replaceAll({
      type: 'drop-flag',
      step: 2,
      component: 'kube-apiserver',
      flag: 'emulated-version',
    });
    expect(started).toMatchObject(others);
    expect(started['kube-apiserver']?.components['kube-apiserver']).toEqual({
      extraArgs: { 'feature-gates': 'A=true' },
      env: { E: 'x' },
    });
    expect(started['kube-apiserver']?.version).toEqual(launch().version);
  });

  it('set-gate adds a gate to those that are set', async () => {
    const started = await replaceAll({
      type: 'set-gate',
      step: 2,
      component: 'kube-apiserver',
      gate: 'B',
      value: false,
    });
    expect(started).toMatchObject(others);
    expect(started['kube-apiserver']?.components['kube-apiserver'].extraArgs).toEqual({
      'emulated-version': '1.36',
      'feature-gates': 'A=true,B=false',
    });
    await fake.replace('kube-scheduler', launch(), (_, act) => act());
    const alone = await replaceAll({ type: 'set-gate', step: 2, component: 'kube-scheduler', gate: 'B', value: true });
    expect(alone['kube-scheduler']?.components['kube-scheduler'].extraArgs).toEqual({ 'feature-gates': 'B=true' });
  });

  it('does nothing at another step', async () => {
    for (const type of ['skip-restart', 'keep-binary'] as const) {
      const started = await replaceAll({ type, step: 3, component: 'kube-apiserver' });
      expect(started).toEqual({ ...others, 'kube-apiserver': launch() });
    }
  });
});

describe('a sabotage of what is seen', () => {
  const hide: Sabotage = { type: 'hide-resource', step: 1, groupVersion: 'v1', resource: 'configmaps' };
  const alter: Sabotage = {
    type: 'alter-served',
    step: 1,
    groupVersion: 'v1',
    resource: 'configmaps',
    name: 'a',
    path: 'data.key',
    value: 'altered',
  };

  it('hide-resource hides it and its subresources in both documents, and nothing else', async () => {
    const { resources, problems, items } = await look(hide, 1);
    expect(resources).toEqual(['apps/v1 configmaps', 'v1 configmapsets']);
    expect([problems, items]).toEqual([0, [...fake.apiState.objects.values()]]);
  });

  it('hide-resource hides a resource of a named group', async () => {
    const { resources, problems } = await look({ ...hide, groupVersion: 'apps/v1' }, 1);
    expect([resources, problems]).toEqual([['v1 configmaps', 'v1 configmaps/status', 'v1 configmapsets'], 0]);
  });

  it('alter-served changes one field of one object', async () => {
    const { resources, problems, items } = await look(alter, 1);
    expect([resources.length, problems]).toEqual([4, 0]);
    expect(items).toEqual([
      { ...OBJECT, data: { key: 'altered' } },
      { ...OBJECT, metadata: { name: 'b' } },
    ]);
  });

  it('does nothing at another step, and never to what is stored or served to others', async () => {
    const objects = [...fake.apiState.objects.values()];
    const before = store();
    for (const sabotage of [hide, alter]) {
      await look(sabotage, 1);
      const { resources, items } = await look(sabotage, 2);
      expect([resources.length, items]).toEqual([4, objects]);
    }
    expect(store()).toEqual(before);
  });
});

describe('a sabotage of what is stored', () => {
  const at = { step: 1, moment: 'wave' as const, key: KEY };

  it.each<[string, Sabotage, (before: Record<string, string>) => Record<string, string>]>([
    ['etcd-delete removes one key', { type: 'etcd-delete', ...at }, ({ [KEY]: _, ...rest }) => rest],
    [
      'etcd-put stores one value',
      { type: 'etcd-put', ...at, key: '/registry/orphan', value: { apiVersion: 'v9', kind: 'Orphan' } },
      (before) => ({ ...before, '/registry/orphan': '{"apiVersion":"v9","kind":"Orphan"}' }),
    ],
    [
      'etcd-replace changes some bytes of one value',
      { type: 'etcd-replace', ...at, find: 'value', replace: 'VALUE' },
      (before) => ({ ...before, [KEY]: JSON.stringify({ ...OBJECT, data: { key: 'VALUE' } }) }),
    ],
    [
      'etcd-store-as writes another apiVersion on one value',
      { type: 'etcd-store-as', ...at, apiVersion: 'v1alpha1' },
      (before) => ({ ...before, [KEY]: JSON.stringify({ ...OBJECT, apiVersion: 'v1alpha1' }) }),
    ],
  ])('%s', async (_, sabotage, expected) => {
    const before = store();
    expect(await plant(sabotage, 1, 'arrival')).toEqual(before);
    expect(await plant(sabotage, 2, 'wave')).toEqual(before);
    expect(await plant(sabotage, 1, 'wave')).toEqual(expected(before));
  });

  it('fails when it would change nothing: a control that plants no fault proves nothing', async () => {
    const missing = plant({ type: 'etcd-replace', ...at, key: '/registry/none', find: 'a', replace: 'b' }, 1, 'wave');
    await expect(missing).rejects.toThrow('/registry/none, which is not in etcd');
    const same = plant({ type: 'etcd-store-as', ...at, apiVersion: 'v1' }, 1, 'wave');
    await expect(same).rejects.toThrow(`changes nothing in ${KEY}`);
    const nowhere = plant({ type: 'etcd-delete', ...at, key: '/registry/none' }, 1, 'wave');
    await expect(nowhere).rejects.toThrow('/registry/none, which is not in etcd');
  });
});
