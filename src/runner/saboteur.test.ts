import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Behaviour } from '../model/behaviour.js';
import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import type { Launch } from '../model/plan.js';
import type { Sabotage } from '../model/scenario.js';
import { readSurface } from '../kube/discovery.js';
import type { Cluster } from '../providers/cluster.js';
import { served } from '../providers/testing/fake-api.js';
import { FakeProvider, type FakeCluster } from '../providers/testing/fake-provider.js';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
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
const OBJECT_B = { ...OBJECT, metadata: { name: 'b' } };
const KEY = '/registry/configmaps/ns/a';

let receipts: string[];
let workDirectory: string;
let provider: FakeProvider;
let fake: FakeCluster;

beforeEach(async () => {
  receipts = [];
  workDirectory = await temporaryDirectory();
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
  fake.apiState.objects.set('/api/v1/namespaces/ns/configmaps/b', OBJECT_B);
  fake.etcdState.put(KEY, JSON.stringify(OBJECT));
  fake.etcdState.put('/registry/configmaps/ns/b', JSON.stringify(OBJECT));
});

function saboteurOf(sabotage: Sabotage | undefined): Saboteur {
  return new Saboteur(sabotage, {
    workDirectory,
    receipt: (step, message) => receipts.push(`${step}: ${message}`),
  });
}

/** Replaces every component at two steps and gives what each was really started with at the second. */
async function replaceAll(sabotage: Sabotage | undefined): Promise<Partial<Record<KubeComponent, Launch>>> {
  const saboteur = saboteurOf(sabotage);
  const cluster: Cluster = await saboteur.wrap(fake);
  const started = new Map<KubeComponent, Launch>();
  for (const [step, asked] of [launch('1.36.3'), launch()].entries()) {
    await saboteur.enter(cluster, step + 1);
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
  const client = saboteurOf(sabotage).openClient(fake.api, step);
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
  await saboteurOf(sabotage).plant(fake, step, moment);
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
    expect(receipts).toEqual(['2: kube-apiserver was left as it is, instance kube-apiserver#2']);
  });

  it('keep-binary starts the earlier binary with the new flags', async () => {
    const started = await replaceAll({ type: 'keep-binary', step: 2, component: 'kube-apiserver' });
    const { version, components } = launch();
    expect(started).toEqual({
      ...others,
      'kube-apiserver': { version: { ...version, binary: '1.36.3' }, components },
    });
    expect(receipts).toEqual(['2: kube-apiserver was started with keep-binary, instance kube-apiserver#3']);
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
    expect(receipts).toEqual([]);
  });

  it('bends how the baseline is started too, and says so', async () => {
    const sabotage: Sabotage = { type: 'set-gate', step: 0, component: 'kube-apiserver', gate: 'B', value: false };
    const saboteur = saboteurOf(sabotage);
    const { version, components } = saboteur.bendBaseline(launch());
    expect(version).toEqual(launch().version);
    expect(components['kube-apiserver'].extraArgs['feature-gates']).toBe('A=true,B=false');
    await saboteur.wrap(fake);
    expect(receipts).toEqual(['0: kube-apiserver was started with set-gate, instance kube-apiserver#1']);
    expect(saboteurOf({ ...sabotage, step: 1 }).bendBaseline(launch())).toEqual(launch());
    expect(saboteurOf(undefined).bendBaseline(launch())).toEqual(launch());
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
    expect(items).toEqual([{ ...OBJECT, data: { key: 'altered' } }, OBJECT_B]);
  });

  it('alter-served puts null where it is told to, and leaves a field out where it is told no value', async () => {
    const { value: _, ...nothing } = alter;
    expect((await look({ ...alter, value: null }, 1)).items).toMatchObject([{ data: { key: null } }, OBJECT_B]);
    expect((await look(nothing as Sabotage, 1)).items).toEqual([{ ...OBJECT, data: {} }, OBJECT_B]);
    expect(receipts).toEqual([
      '1: data.key of configmaps a was altered in /api/v1/configmaps?limit=500',
      '1: data.key of configmaps a was left out in /api/v1/configmaps?limit=500',
    ]);
  });

  it('leaves a receipt only when it has changed an answer', async () => {
    await look({ ...hide, resource: 'absent' }, 1);
    await look({ ...alter, name: 'absent' }, 1);
    await look({ ...alter, value: 'value' }, 1);
    const { value: _, ...nothing } = alter;
    await look({ ...nothing, path: 'spec.absent' }, 1);
    await look({ ...nothing, path: 'data.absent' }, 1);
    expect(receipts).toEqual([]);
    await look(hide, 1);
    expect(receipts).toEqual([expect.stringMatching(/^1: v1 configmaps was hidden in \/api/)]);
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
    expect(receipts).toEqual([]);
    expect(await plant(sabotage, 1, 'wave')).toEqual(expected(before));
    expect(receipts).toEqual([
      expect.stringMatching(/^1: \/registry\S+ went from (nothing|revision \d+) to (nothing|revision \d+)$/),
    ]);
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

describe('restore-data', () => {
  const sabotage: Sabotage = { type: 'restore-data', step: 3, from: 1 };

  it('gives etcd back what it held at the end of an earlier stop, once, before the transition to its step', async () => {
    const restored: string[] = [];
    const cluster: Cluster = Object.assign(fake, {
      snapshot: async (path: string) => void restored.push(`save ${path}`),
      restore: async (path: string) => void restored.push(`restore ${path}`),
    });
    const saboteur = saboteurOf(sabotage);
    for (const step of [0, 1, 2, 3, 4]) {
      await saboteur.enter(cluster, step);
      restored.push(`step ${step}`);
      await saboteur.leave(cluster, step);
    }
    const path = join(workDirectory, 'sabotage.snapshot');
    expect(restored).toEqual(['step 0', 'step 1', `save ${path}`, 'step 2', `restore ${path}`, 'step 3', 'step 4']);
    expect(receipts).toEqual(['3: etcd was given the data that it had at the end of step 1']);
  });

  it('fails where the provider cannot do it', async () => {
    await expect(saboteurOf(sabotage).enter(fake, 3)).rejects.toThrow('cannot restore a data directory');
    expect(receipts).toEqual([]);
  });
});

describe('a sabotage of what a stop shows and answers', () => {
  const members = { a: '{}', b: '{}' };
  const seen: Behaviour = {
    openapi: { v2: { operations: {}, schemas: { S: members } }, v3: { operations: {}, schemas: { S: members } } },
    answers: [
      { question: 'one', topic: 'validation', status: 201, warnings: [], refusal: null, object: { spec: { n: 1 } } },
      { question: 'two', topic: 'validation', status: 201, warnings: [], refusal: null, object: { spec: { n: 1 } } },
    ],
    admission: [],
    problems: [],
  };

  it('alter-answer alters one field of one answer at its stop', () => {
    const saboteur = saboteurOf({ type: 'alter-answer', step: 1, question: 'two', path: 'object.spec.n', value: 2 });
    expect(saboteur.bend(seen, 0)).toBe(seen);
    const bent = saboteur.bend(seen, 1);
    expect(bent.answers[0]).toBe(seen.answers[0]);
    expect(bent.answers[1]).toEqual({ ...seen.answers[1], object: { spec: { n: 2 } } });
    expect(seen.answers[1]?.object).toEqual({ spec: { n: 1 } });
    expect(receipts).toEqual(['1: object.spec.n of the answer to two was altered']);
  });

  it('alter-answer puts a number where a number stands, however the scenario was read', () => {
    const saboteur = saboteurOf({ type: 'alter-answer', step: 1, question: 'two', path: 'status', value: '422' });
    expect(saboteur.bend(seen, 1).answers[1]?.status).toBe(422);
  });

  it('alter-openapi leaves one field out of both versions at its stop', () => {
    const saboteur = saboteurOf({ type: 'alter-openapi', step: 1, schema: 'S', field: 'b' });
    expect(saboteur.bend(seen, 2)).toBe(seen);
    expect(saboteur.bend(seen, 1).openapi.v2.schemas).toEqual({ S: { a: '{}' } });
    expect(saboteur.bend(seen, 1).openapi.v3.schemas).toEqual({ S: { a: '{}' } });
    expect(receipts).toEqual(['1: b of schema S was left out']);
  });

  it('fails where there is nothing to alter', () => {
    const answer = saboteurOf({ type: 'alter-answer', step: 1, question: 'none', path: 'status', value: 2 });
    expect(() => answer.bend(seen, 1)).toThrow('which is not answered');
    const same = saboteurOf({ type: 'alter-answer', step: 1, question: 'two', path: 'status', value: 201 });
    expect(() => same.bend(seen, 1)).toThrow('changes nothing in the answer to two');
    const field = saboteurOf({ type: 'alter-openapi', step: 1, schema: 'S', field: 'none' });
    expect(() => field.bend(seen, 1)).toThrow('which is not described');
    expect(receipts).toEqual([]);
  });

  it('set-flag starts one component with one flag set', async () => {
    const started = await replaceAll({
      type: 'set-flag',
      step: 2,
      component: 'kube-apiserver',
      flag: 'disable-admission-plugins',
      value: 'A',
    });
    expect(started['kube-apiserver']?.components['kube-apiserver'].extraArgs).toMatchObject({
      'disable-admission-plugins': 'A',
      'feature-gates': 'A=true',
    });
    expect(started['kube-scheduler']).toEqual(launch());
  });
});
