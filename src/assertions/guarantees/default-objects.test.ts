import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, StoredObject } from '../../model/observation.js';
import { judge } from '../judge.js';
import type { JsonRecord } from '../json.js';
import { alter, notes, remove, stopOf, storedAt, viewsFrom, violations } from '../testing/edit.js';
import { NEW_ORACLE, OLD_ORACLE } from '../testing/plan.js';
import { ROLE } from '../testing/plant.js';
import type { Mutable } from '../testing/mutable.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';

const NAMED = 'rbac.authorization.k8s.io/v1 ClusterRole system:default';
const FIRST_RULE = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] };

/** Changes the role at every view from the departure of a stop on, so that no step changes it. */
function alterFrom(run: Run, index: number, change: (content: JsonRecord) => JsonRecord): void {
  alter(stopOf(run, index).departure, ROLE, change);
  for (const { arrival, departure } of run.checkpoints.slice(index + 1)) {
    alter(arrival, ROLE, change);
    alter(departure, ROLE, change);
  }
}

const withRules =
  (...rules: readonly Json[]) =>
  (content: JsonRecord): JsonRecord => ({ ...content, rules });

/** What the fresh servers of the old release have in the role. */
function freshRole(run: Run, change: (content: JsonRecord) => JsonRecord): void {
  const value = run.oracles[OLD_ORACLE]!.store.find(({ key }) => key === ROLE)!;
  value.content = change(value.content as JsonRecord);
}

describe('default objects of a stop', () => {
  it('trip on one that is missing', () => {
    const run = rehearsal();
    const gone = [stopOf(run, 1).departure];
    for (const { arrival, departure } of run.checkpoints.slice(2)) gone.push(arrival, departure);
    for (const view of gone) remove(view, ROLE);
    expect(violations(judge(run))).toEqual([`default-objects | ${NAMED}`]);
  });

  it('trip on one that lost a rule, and on one with another value', () => {
    for (const change of [withRules(), withRules({ ...FIRST_RULE, verbs: ['get'] })]) {
      const run = rehearsal();
      alterFrom(run, 1, change);
      expect(new Set(violations(judge(run)))).toEqual(new Set([`default-objects | ${NAMED}`]));
    }
    const run = rehearsal();
    freshRole(run, (content) => ({ ...content, description: 'as it should be' }));
    alterFrom(run, 1, (content) => ({ ...content, description: 'otherwise' }));
    expect(new Set(violations(judge(run)))).toEqual(new Set([`default-objects | ${NAMED}`]));
  });

  it.each([
    ['is content with', 'apiserver-abcdefghijklmnopqrstuvwxyz', 0],
    ['trip on a missing', 'another', 1],
  ])('%s lease of a server that is identified by another machine', (_, name, trips) => {
    const run = rehearsal();
    const lease = (as: string): Mutable<StoredObject> => {
      const content = { metadata: { name: as, namespace: 'kube-system' } };
      const key = `/registry/leases/kube-system/${as}`;
      return { ...structuredClone(storedAt(stopOf(run, 0).arrival, ROLE)), key, kind: 'Lease', content };
    };
    for (const oracle of [OLD_ORACLE, NEW_ORACLE]) {
      run.oracles[oracle]?.store.push(lease('apiserver-zyxwvutsrqponmlkjihgfedcba'));
    }
    for (const view of viewsFrom(run, 0)) view.store.push(lease(name));
    const found = violations(judge(run)).filter((line) => line.startsWith('default-objects'));
    expect(new Set(found).size).toBe(trips);
  });

  it('take what one has beyond the fresh server as a note', () => {
    const run = rehearsal();
    const before = notes(judge(run)).length;
    alterFrom(run, 1, withRules({ apiGroups: ['x'], resources: ['y'], verbs: ['get'] }, FIRST_RULE));
    expect(violations(judge(run))).toEqual([]);
    expect(notes(judge(run)).length).toBeGreaterThan(before);
  });

  it('do not mind in which order or in how many rules the same is granted', () => {
    const run = rehearsal();
    const before = notes(judge(run)).length;
    freshRole(run, withRules(FIRST_RULE, { apiGroups: [''], resources: ['nodes'], verbs: ['get'] }));
    alterAll(run, withRules({ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }, FIRST_RULE));
    expect(violations(judge(run))).toEqual([]);
    // what the new release's fresh server does not have
    expect(notes(judge(run)).length - before).toBeLessThanOrEqual(1);
  });

  it.each<[string, Json, number]>([
    ['the cluster’s own where both have one of the same form', 'made for the fresh one', 0],
    ['a difference where the form is another', 7, 1],
  ])('have %s', (_, ca, expected) => {
    const run = rehearsal();
    freshRole(run, (content) => ({ ...content, ca }));
    run.oracles[NEW_ORACLE]!.store = run.oracles[OLD_ORACLE]!.store;
    alterAll(run, (content) => ({ ...content, ca: 'made for this cluster' }));
    expect(new Set(violations(judge(run))).size).toBe(expected);
  });

  it('no loss in a default object passes, whatever the stop', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.constantFrom('get', 'list'), (index, verb) => {
        const run = rehearsal();
        alterFrom(run, index, withRules({ ...FIRST_RULE, verbs: [verb] }));
        expect(judge(run).outcome).toBe('fail');
      }),
      { numRuns: 8 },
    );
  });
});

function alterAll(run: Run, change: (content: JsonRecord) => JsonRecord): void {
  for (const { arrival, departure } of run.checkpoints) {
    for (const view of [arrival, departure]) {
      alter(view, ROLE, change);
    }
  }
}
