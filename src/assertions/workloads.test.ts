import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, StoredObject } from '../model/observation.js';
import { stored } from './testing/world.js';
import { workloadsOf } from './workloads.js';

function part(kind: string, name: string, owner?: string, apiVersion = 'apps/v1'): StoredObject {
  const ownerReferences = owner === undefined ? [] : [{ uid: owner, controller: true }];
  const content = { metadata: { name, namespace: 'ns', uid: name, ownerReferences } };
  return stored({ key: `/registry/${kind}/ns/${name}`, apiVersion, kind, content });
}

/** True when some owner chain never comes to an end; which part then is the root depends on where one begins. */
function hasCircle(store: readonly StoredObject[]): boolean {
  const owners = new Map(store.map(({ content }) => ownership(content)));
  return [...owners.keys()].some((uid) => {
    let at: string | undefined = uid;
    for (let steps = 0; at !== undefined && steps <= store.length; steps++) at = owners.get(at);
    return at !== undefined;
  });
}

function ownership(content: Json): [string, string | undefined] {
  const { metadata } = content as unknown as { metadata: { uid: string; ownerReferences: { uid: string }[] } };
  return [metadata.uid, metadata.ownerReferences[0]?.uid];
}

describe('workloads', () => {
  it('are named by the controller at the top and hold everything below it', () => {
    const store = [
      part('Pod', 'pod', 'set', 'v1'),
      part('ReplicaSet', 'set', 'deployment'),
      part('Deployment', 'deployment'),
      part('Pod', 'lone', undefined, 'v1'),
      part('ConfigMap', 'map', undefined, 'v1'),
      part('Deployment', 'foreign', undefined, 'apps.example.com/v1'),
    ];
    const found = [...workloadsOf(store).values()].map(({ subject, members }) => [subject, members.size]);
    expect(found).toEqual([
      ['apps/v1 Deployment ns/deployment', 3],
      ['v1 Pod ns/lone', 1],
    ]);
  });

  it('follow only the owner that controls', () => {
    const pod = part('Pod', 'pod', 'deployment', 'v1');
    const metadata = {
      name: 'pod',
      namespace: 'ns',
      uid: 'pod',
      ownerReferences: [{ uid: 'deployment', controller: false }],
    };
    const store = [{ ...pod, content: { metadata } }, part('Deployment', 'deployment')];
    expect(workloadsOf(store).size).toBe(2);
  });

  it('have every part in exactly one place, whatever the order, and end also where owners go in circles', () => {
    const kinds = fc.constantFrom('Pod', 'ReplicaSet', 'Deployment', 'Job', 'ConfigMap');
    const names = fc.integer({ min: 0, max: 6 });
    const graph = fc.uniqueArray(fc.record({ kind: kinds, name: names, owner: fc.option(names) }), {
      selector: ({ name }) => name,
    });
    const versions: Readonly<Record<string, string>> = { Pod: 'v1', ConfigMap: 'v1', Job: 'batch/v1' };
    const stores = graph.map((parts) =>
      parts.map(({ kind, name, owner }) =>
        part(kind, `${name}`, owner === null ? undefined : `${owner}`, versions[kind]),
      ),
    );
    const twice = stores.chain((store) =>
      fc.tuple(fc.constant(store), fc.shuffledSubarray(store, { minLength: store.length })),
    );
    const sizes = (store: readonly StoredObject[]): number[] =>
      [...workloadsOf(store).values()].map(({ members }) => members.size).sort();
    fc.assert(
      fc.property(twice, ([store, shuffled]) => {
        const members = [...workloadsOf(shuffled).values()].flatMap((workload) => [...workload.members.keys()]);
        const parts = store.filter(({ kind }) => kind !== 'ConfigMap').map(({ key }) => key);
        expect(members.sort()).toEqual(parts.sort());
        if (!hasCircle(store)) expect(sizes(shuffled)).toEqual(sizes(store));
      }),
    );
  });
});
