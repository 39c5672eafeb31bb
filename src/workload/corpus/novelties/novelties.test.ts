import { describe, expect, it } from 'vitest';
import { waveContext } from '../corpus-entry.js';
import type { Novelty } from '../corpus-entry.js';
import { NOVELTIES, noveltiesBetween } from './index.js';

const IMAGE = 'registry.example.com/pause:1';
const context = waveContext(2, IMAGE);

/** What the novelty sends at its field: in the object, or in the status that is written afterwards. */
function sentAt(novelty: Novelty): unknown {
  const writes = novelty.afterwards?.(context) ?? [];
  const sent: unknown = Object.assign({}, novelty.build(context), ...writes.map(({ patch }) => patch));
  const steps = novelty.field.split(/[.[\]]+/).filter((step) => step !== '');
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], sent);
}

describe('the novelties', () => {
  it('have ids of their own', () => {
    const ids = NOVELTIES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(NOVELTIES.map((novelty) => [novelty.id, novelty] as const))('%s sends the field it names', (_id, novelty) => {
    expect(sentAt(novelty)).toBeDefined();
  });

  it('are named after wave and id, and stay in the namespace of the wave', () => {
    for (const novelty of NOVELTIES) {
      const { metadata, apiVersion, kind } = novelty.build(context);
      // the one that is about names needs another beginning
      const beginning = novelty.field === 'metadata.name' ? '1-' : '';
      expect(metadata.name).toBe(`${beginning}rehearse-w02-${novelty.id}`);
      expect(metadata.namespace).toBe(novelty.namespaced ? 'rehearse-w02' : undefined);
      expect([apiVersion, kind]).toEqual([novelty.groupVersion, novelty.kind]);
    }
  });

  it('never make a pod that could be scheduled', () => {
    for (const novelty of NOVELTIES.filter(({ kind }) => kind === 'Pod')) {
      expect(novelty.build(context)['spec'], novelty.id).toHaveProperty('schedulingGates');
    }
  });

  it('know something new of each minor from 1.35 to 1.37', () => {
    expect(new Set(NOVELTIES.map(({ since }) => since))).toEqual(new Set(['1.35', '1.36', '1.37']));
  });

  it('were known to an older minor only where that is older than the one that accepts them', () => {
    const order = ['1.35', '1.36', '1.37'];
    for (const { id, known, since } of NOVELTIES.filter((each) => each.known !== undefined)) {
      expect(order.indexOf(known ?? ''), id).toBeGreaterThanOrEqual(0);
      expect(order.indexOf(known ?? ''), id).toBeLessThan(order.indexOf(since));
    }
  });
});

describe('noveltiesBetween', () => {
  const ids = (from: `1.${number}`, to: `1.${number}`): string[] => noveltiesBetween(from, to).map(({ id }) => id);

  it('gives what is accepted since then, and what is known since then behind a gate', () => {
    expect(ids('1.34', '1.35')).toEqual(expect.arrayContaining(['hostname-override', 'workload', 'declared-features']));
    expect(ids('1.35', '1.36')).toEqual(expect.arrayContaining(['declared-features', 'prevent-scheduling']));
    expect(ids('1.36', '1.37')).toEqual(expect.arrayContaining(['prevent-scheduling', 'grpc-mode']));
  });

  it('gives nothing that the older minor has, or that the newer one has not', () => {
    expect(ids('1.34', '1.35')).not.toContain('prevent-scheduling');
    expect(ids('1.35', '1.36')).not.toContain('hostname-override');
    expect(ids('1.36', '1.37')).not.toContain('declared-features');
    expect(ids('1.37', '1.38')).toEqual([]);
  });

  it('gives everything in between where minors are skipped', () => {
    expect(ids('1.34', '1.37')).toHaveLength(NOVELTIES.length);
  });
});
