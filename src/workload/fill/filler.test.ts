import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillerKinds, fillerNamespaces, fillerOf } from './filler.js';

const first = (count: number, seed = 1) => Array.from({ length: count }, (_, index) => fillerOf(seed, index));

describe('what fills a store', () => {
  it('is of ten kinds, half of it Pods, in every hundred', () => {
    for (const from of [0, 100, 700]) {
      const hundred = Array.from({ length: 100 }, (_, at) => fillerOf(1, from + at));
      expect(hundred.filter(({ resource }) => resource === 'pods')).toHaveLength(50);
      expect(new Set(hundred.map(({ resource }) => resource)).size).toBe(10);
    }
    expect(fillerKinds()).toHaveLength(10);
    expect(fillerKinds()).toContain('ingresses.v1.networking.k8s.io');
  });

  it('is the same for the same seed and number, and another for another', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(200_000), fc.nat(200_000), (seed, a, b) => {
        expect(fillerOf(seed, a)).toEqual(fillerOf(seed, a));
        if (a !== b) expect(nameOf(fillerOf(seed, a))).not.toBe(nameOf(fillerOf(seed, b)));
        expect(nameOf(fillerOf(seed, a))).not.toBe(nameOf(fillerOf(seed + 1, a)));
      }),
    );
  });

  it('lives in the namespaces that are made for it, a thousand in each', () => {
    expect(fillerNamespaces(1)).toEqual(['rehearse-fill-000']);
    expect(fillerNamespaces(1000)).toEqual(['rehearse-fill-000']);
    expect(fillerNamespaces(1001)).toEqual(['rehearse-fill-000', 'rehearse-fill-001']);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (count) => {
        const namespaces = fillerNamespaces(count);
        expect(fillerOf(1, count - 1).namespace).toBe(namespaces.at(-1));
        expect(fillerOf(1, 0).namespace).toBe(namespaces[0]);
      }),
    );
  });

  it('has names and labels that a server takes', () => {
    for (const { manifest } of first(1000)) {
      const { name, labels } = manifest['metadata'] as { name: string; labels: Record<string, string> };
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      for (const value of Object.values(labels)) expect(value).toMatch(/^[a-z0-9-]{1,63}$/);
    }
  });

  it('moves no controller: pods have a scheduler that nobody runs, endpoint slices no service, nothing an owner', () => {
    for (const { resource, manifest } of first(300)) {
      const { ownerReferences, finalizers, labels } = manifest['metadata'] as Record<string, Record<string, unknown>>;
      expect(ownerReferences ?? finalizers).toBeUndefined();
      if (resource === 'endpointslices') expect(labels).not.toHaveProperty('kubernetes.io/service-name');
      if (resource !== 'pods') continue;
      const { schedulerName, nodeName } = manifest['spec'] as Record<string, unknown>;
      expect(schedulerName).toBe('nobody.rehearse.example.com');
      expect(nodeName).toBeUndefined();
    }
  });

  it('has valid base64 in Secrets, and no more endpoints than one slice takes', () => {
    for (const { resource, manifest } of first(2000)) {
      if (resource === 'secrets') {
        for (const value of Object.values(manifest['data'] as Record<string, string>))
          expect(Buffer.from(value, 'base64').toString('base64')).toBe(value);
      }
      if (resource === 'endpointslices') expect((manifest['endpoints'] as unknown[]).length).toBeLessThanOrEqual(100);
    }
  });

  it('differs in size by several times, as real objects do', () => {
    const sizes = first(1000)
      .map(({ manifest }) => JSON.stringify(manifest).length)
      .sort((a, b) => a - b);
    expect(sizes[900]! / sizes[100]!).toBeGreaterThan(3);
  });
});

function nameOf({ manifest }: ReturnType<typeof fillerOf>): string {
  return (manifest['metadata'] as { name: string }).name;
}
