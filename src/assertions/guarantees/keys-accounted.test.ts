import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { inconclusives, stopOf, storedAt, viewsFrom, violations } from '../testing/edit.js';
import { CONFIG_MAP, ROLE, ORPHAN, plant } from '../testing/plant.js';
import { rehearsal } from '../testing/rehearsal.js';

describe('keys-accounted', () => {
  it('trips on a key whose kind nobody serves, at every stop where it is', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) plant(view, ORPHAN);
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['keys-accounted | orphans.example.com/v1 Orphan default/left-behind']);
    expect(verdict.findings.filter(({ severity }) => severity === 'violation')).toHaveLength(6);
  });

  it('speaks alone when the rollback oracle meets the orphan too', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) plant(view, ORPHAN);
    for (const { rollback } of run.checkpoints) {
      rollback.facts.push({
        type: 'orphaned',
        subject: 'orphans.example.com/v1 Orphan default/left-behind',
        path: '',
        before: null,
        after: null,
        message: '',
      });
      rollback.outcome = 'lossy';
    }
    expect(violations(judge(run))).toEqual(['keys-accounted | orphans.example.com/v1 Orphan default/left-behind']);
  });

  it('trips on a key of a served kind that no list has', () => {
    const run = rehearsal();
    const { departure } = stopOf(run, 5);
    departure.served = departure.served.filter(
      ({ resource, name }) => resource !== 'configmaps' || name !== 'rehearse-w00',
    );
    expect(violations(judge(run))).toEqual(['keys-accounted | v1 ConfigMap rehearse-w00/rehearse-w00']);
  });

  it('trips on a listed object that no key holds', () => {
    const run = rehearsal();
    const { departure } = stopOf(run, 5);
    departure.store = departure.store.filter(({ key }) => key !== ROLE);
    expect(violations(judge(run))).toEqual([
      'keys-accounted | rbac.authorization.k8s.io/v1 ClusterRole system:default',
    ]);
  });

  it('is not repeated by others when the object is listed again at the next stop', () => {
    const run = rehearsal();
    const { departure } = stopOf(run, 3);
    departure.served = departure.served.filter(
      ({ resource, name }) => resource !== 'configmaps' || name !== 'rehearse-w00',
    );
    expect(violations(judge(run))).toEqual(['keys-accounted | v1 ConfigMap rehearse-w00/rehearse-w00']);
  });

  it('trips on a second key that holds an object of the same name', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) {
      if (view.store.some(({ key }) => key === CONFIG_MAP)) {
        plant(view, { ...storedAt(view, CONFIG_MAP), key: '/registry/configmaps/rehearse-w00/double' });
      }
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['keys-accounted | v1 ConfigMap rehearse-w00/rehearse-w00']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')?.message).toContain('w00/double');
  });

  it('only notes what an emulation rollback leaves unserved', () => {
    const verdict = judge(rehearsal());
    const found = verdict.findings.filter(({ guarantee }) => guarantee === 'keys-accounted');
    expect(found.map(({ severity, step }) => [severity, step])).toEqual([
      ['note', '04-emulation-rollback'],
      ['note', '05-binary-rollback'],
    ]);
  });

  it('does not excuse a left-over kind where the oracle serves it', () => {
    const run = rehearsal();
    for (const { arrival, departure } of [stopOf(run, 3)]) {
      for (const view of [arrival, departure]) {
        view.surface.resources = view.surface.resources.filter((each) => each.resource !== 'deployments');
        view.served = view.served.filter((each) => each.resource !== 'deployments');
      }
    }
    run.ledger.push({
      id: 'accepted',
      guarantee: 'discovery',
      versions: '1.36 -> 1.37',
      subject: 'apps/v1 deployments',
      path: '',
      reason: 'for the test',
      source: 'this file',
    });
    expect(violations(judge(run)).filter((each) => each.startsWith('keys-accounted'))).toHaveLength(4);
  });

  it.each(['encrypted', 'unknown'] as const)(
    'is inconclusive about values that are %s, and names the key',
    (encoding) => {
      const run = rehearsal();
      for (const view of viewsFrom(run, 0)) {
        plant(view, { key: '/registry/secrets/a/b', apiVersion: '', kind: '', content: null, encoding });
      }
      const verdict = judge(run);
      expect(verdict.outcome).toBe('inconclusive');
      expect(inconclusives(verdict)).toEqual(['keys-accounted | /registry/secrets/a/b']);
    },
  );

  it('knows the keys that belong to the API server itself, and only those', () => {
    const run = rehearsal();
    expect(stopOf(run, 0).arrival.store.some(({ kind }) => kind === 'RangeAllocation')).toBe(true);
    for (const view of viewsFrom(run, 0)) {
      plant(view, {
        key: '/registry/masterleases/10.0.0.1',
        apiVersion: 'v1',
        kind: 'Endpoints',
        content: { subsets: [] },
      });
    }
    expect(judge(run).outcome).toBe('pass');
    for (const view of viewsFrom(run, 0)) {
      plant(view, { key: '/registry/ranges/other', apiVersion: 'v2', kind: 'RangeAllocation', content: {} });
    }
    expect(violations(judge(run))).toEqual(['keys-accounted | /registry/ranges/other']);
  });

  it('does not call keys unlisted whose list failed', () => {
    const run = rehearsal();
    const { departure } = stopOf(run, 5);
    departure.served = departure.served.filter(({ resource }) => resource !== 'deployments');
    departure.problems.push({ probe: 'served-objects', subject: 'apps/v1 deployments', message: '500' });
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([]);
    expect(inconclusives(verdict)).toEqual(['keys-accounted | apps/v1 deployments']);
  });

  it('finds the key of an Event in whichever of its two groups it is listed', () => {
    const events = stopOf(rehearsal(), 1).arrival.served.filter(({ resource }) => resource === 'events');
    expect(new Set(events.map(({ groupVersion }) => groupVersion))).toEqual(new Set(['v1', 'events.k8s.io/v1']));
    expect(judge(rehearsal()).outcome).toBe('pass');
  });
});
