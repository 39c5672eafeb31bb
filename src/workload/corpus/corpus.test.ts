import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../model/scenario.js';
import { canonicalJson } from '../../support/canonical-json.js';
import { CORPUS, corpusFor, covers, entryKey, nameOf, waveContext, withOwner } from './index.js';
import { NOVELTIES } from './novelties/index.js';
import { CHANGED } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';

/** Names that the API prescribes, and that therefore cannot start with the common prefix. */
const PRESCRIBED = new Set(['ipaddresses', 'customresourcedefinitions', 'apiservices', 'clustertrustbundles']);

const IMAGE = 'registry.example.com/pause:1';
const waves = fc.integer({ min: 0, max: 199 });

function address(groupVersion: string, resource: string, manifest: Manifest): string {
  return `${groupVersion} ${resource} ${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`;
}

function addresses(context: CorpusContext): string[] {
  return [
    ...corpusFor(context).map((entry) => address(entry.groupVersions[0], entry.resource, entry.build(context))),
    ...NOVELTIES.map((novelty) => address(novelty.groupVersion, novelty.resource, novelty.build(context))),
  ];
}

describe('the corpus', () => {
  const context = waveContext(3, IMAGE);
  const entries = corpusFor(context);

  it('has one key for each entry', () => {
    const keys = entries.map(entryKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('covers what one group version stores under every version of the group', () => {
    const autoscaler = entries.find((entry) => entryKey(entry) === 'autoscaling/v2 horizontalpodautoscalers');
    expect(autoscaler && covers(autoscaler, 'autoscaling/v1', 'horizontalpodautoscalers')).toBe(true);
    expect(autoscaler && covers(autoscaler, 'apps/v1', 'horizontalpodautoscalers')).toBe(false);
  });

  it('makes the namespace first and refers only to owners that were made before', () => {
    expect(entries[0]?.kind).toBe('Namespace');
    const made = new Set<string>();
    for (const entry of entries) {
      if (entry.owner !== undefined) expect(made, entryKey(entry)).toContain(entry.owner);
      made.add(entryKey(entry));
    }
  });

  it('makes a definition before its objects and the registration before the definition', () => {
    const order = entries.map((entry) => entry.resource);
    expect(order.indexOf('apiservices')).toBeLessThan(order.indexOf('customresourcedefinitions'));
    expect(order.indexOf('customresourcedefinitions')).toBeLessThan(order.indexOf('widgets'));
    const definition = CORPUS.find((entry) => entry.resource === 'customresourcedefinitions');
    for (const entry of entries.filter(({ resource }) => resource === 'widgets')) {
      expect(entry.definition).toBe(definition?.build(context).metadata.name);
    }
  });

  it('says apiVersion, kind, name and namespace as the entry does', () => {
    for (const entry of entries) {
      const manifest = entry.build(context);
      expect(manifest.apiVersion).toBe(entry.groupVersions[0]);
      expect(manifest.kind).toBe(entry.kind);
      expect(manifest.metadata.namespace, entryKey(entry)).toBe(entry.namespaced ? context.namespace : undefined);
    }
  });

  it('names the wave and starts with the common prefix wherever the API leaves the choice', () => {
    for (const entry of entries) {
      const { name } = entry.build(context).metadata;
      if (entry.resource !== 'ipaddresses') expect(name).toContain('w03');
      if (!PRESCRIBED.has(entry.resource)) expect(name.startsWith('rehearse-'), name).toBe(true);
    }
  });

  it('never gives two objects of any two waves the same address', () => {
    fc.assert(
      fc.property(fc.uniqueArray(waves, { minLength: 2, maxLength: 3 }), (indexes) => {
        const all = indexes.flatMap((index) => addresses(waveContext(index, IMAGE)));
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 20 },
    );
  });

  it('is the same each time it is built, and survives JSON', () => {
    for (const entry of entries) {
      const manifest = entry.build(context);
      const writes = entry.afterwards?.(context) ?? [];
      expect(canonicalJson([entry.build(context), entry.afterwards?.(context) ?? []])).toBe(
        canonicalJson([manifest, writes]),
      );
      expect(JSON.parse(JSON.stringify([manifest, writes]))).toEqual([manifest, writes]);
    }
  });

  it('really changes an object, every time with another stamp, and not the one it was given', () => {
    for (const entry of entries) {
      const served = structuredClone(entry.build(context)) as unknown as JsonObject;
      const before = canonicalJson(served);
      const once = entry.change(served, 'w04');
      const twice = entry.change(once, 'w05');
      expect(canonicalJson(served), entryKey(entry)).toBe(before);
      expect(canonicalJson(once), entryKey(entry)).not.toBe(before);
      expect(canonicalJson(twice), entryKey(entry)).not.toBe(canonicalJson(once));
      expect((twice['metadata'] as { annotations: JsonObject }).annotations[CHANGED]).toBe('w05');
    }
  });

  it('keeps identity and kind when it changes an object', () => {
    for (const entry of entries) {
      const served = entry.build(context) as unknown as JsonObject;
      const changed = entry.change(served, 'w04') as unknown as Manifest;
      expect(address(changed.apiVersion, changed.kind, changed)).toBe(
        address(entry.groupVersions[0], entry.kind, entry.build(context)),
      );
    }
  });
});

describe('quietness', () => {
  const context = waveContext(0, IMAGE);
  const bodies = new Map(corpusFor(context).map((entry) => [entryKey(entry), entry.build(context)]));

  it('gates every pod that a controller or the scheduler could touch', () => {
    const gate = 'schedulingGates';
    expect(bodies.get('v1 pods')?.['spec']).toHaveProperty(gate);
    for (const key of [
      'apps/v1 deployments',
      'apps/v1 replicasets',
      'apps/v1 statefulsets',
      'v1 replicationcontrollers',
    ]) {
      expect(bodies.get(key)?.['spec'], key).toHaveProperty(`template.spec.${gate}`);
    }
  });

  it('leaves the policy name of an inline vSphere volume out of every pod that comes to exist', () => {
    const made = [
      'v1 pods',
      'apps/v1 deployments',
      'apps/v1 replicasets',
      'apps/v1 statefulsets',
      'v1 replicationcontrollers',
    ];
    for (const key of made) expect(JSON.stringify(bodies.get(key)), key).not.toContain('storagePolicyName');
    expect(JSON.stringify(bodies.get('v1 podtemplates'))).toContain('storagePolicyName');
  });

  it('suspends jobs or leaves them to nobody, unless they are there to run', () => {
    const suspended = (entry: CorpusEntry): unknown => entry.build(context)['spec'];
    for (const entry of CORPUS.filter(({ resource }) => resource === 'jobs' || resource === 'cronjobs')) {
      if (entry.variant === 'running') expect(entry, entryKey(entry)).toHaveProperty('settled');
      else
        expect(suspended(entry), entryKey(entry)).toHaveProperty(entry.variant === 'foreign' ? 'managedBy' : 'suspend');
    }
  });
});

describe('what runs', () => {
  const running = CORPUS.filter(({ variant }) => variant === 'running');
  const template = (entry: CorpusEntry): Record<string, unknown> => {
    const spec = entry.build(waveContext(0, IMAGE))['spec'] as Record<string, Record<string, never>>;
    const of = (spec['jobTemplate']?.['spec'] ?? spec) as Record<string, Record<string, Record<string, unknown>>>;
    return of['template']!['spec']!;
  };

  it('is there in every kind of workload', () => {
    expect(running.map(({ kind }) => kind).sort()).toEqual([
      'CronJob',
      'DaemonSet',
      'Deployment',
      'Job',
      'StatefulSet',
    ]);
  });

  it('runs the image that the nodes have, on nodes that name an operating system, and no other node of the corpus does', () => {
    for (const entry of running) {
      expect(template(entry)['nodeSelector'], entryKey(entry)).toEqual({ 'kubernetes.io/os': 'linux' });
      expect(template(entry)['containers']).toMatchObject([{ image: IMAGE }]);
    }
    const nodes = CORPUS.filter(({ kind }) => kind === 'Node').map((entry) => entry.build(waveContext(0, IMAGE)));
    for (const { metadata } of nodes) expect(metadata).not.toHaveProperty(['labels', 'kubernetes.io/os']);
  });

  it.each<[string, object, object]>([
    ['Deployment', { availableReplicas: 2, updatedReplicas: 2 }, { availableReplicas: 1, updatedReplicas: 2 }],
    ['StatefulSet', { availableReplicas: 2, updatedReplicas: 2 }, {}],
    [
      'DaemonSet',
      { desiredNumberScheduled: 1, numberAvailable: 1, updatedNumberScheduled: 1 },
      { desiredNumberScheduled: 0, numberAvailable: 0, updatedNumberScheduled: 0 },
    ],
    ['Job', { ready: 2 }, { ready: 1 }],
    ['CronJob', { active: [{}] }, {}],
  ])('waits for everything of a %s to be ready', (kind, ready, unready) => {
    const entry = running.find((each) => each.kind === kind);
    expect(entry?.settled?.({ status: ready } as JsonObject)).toBe(true);
    expect(entry?.settled?.({ status: unready } as JsonObject)).toBe(false);
    expect(entry?.settled?.({})).toBe(false);
  });

  it('is not changed by later waves in anything that a controller would answer', () => {
    for (const entry of running) {
      const object = entry.build(waveContext(0, IMAGE)) as unknown as JsonObject;
      expect(entry.change(object, 'w01')['spec']).toEqual(object['spec']);
    }
  });
});

describe('withOwner', () => {
  it('adds a reference and keeps everything else', () => {
    const manifest = corpusFor(waveContext(0, IMAGE))
      .find(({ variant }) => variant === 'owned')
      ?.build(waveContext(0, IMAGE));
    if (!manifest) throw new Error('the corpus has no owned object');
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: nameOf(waveContext(0, IMAGE)), uid: 'u' };
    const owned = withOwner(manifest, owner);
    expect(owned.metadata).toMatchObject({ ...manifest.metadata, ownerReferences: [owner] });
    expect(owned['data']).toEqual(manifest['data']);
  });
});
