import { describe, expect, it } from 'vitest';
import type { JsonRecord } from './json.js';
import { judge } from './judge.js';
import { isSigned, newestSignature, NoiseBook } from './noise.js';
import { alter, remove, stopOf, storedAt, viewsFrom, violations, withValue } from './testing/edit.js';
import { rehearsal, type Run } from './testing/rehearsal.js';
import { stored } from './testing/world.js';

const ROLE = '/registry/clusterroles/system:default';
const ROLE_SUBJECT = 'rbac.authorization.k8s.io/v1 ClusterRole system:default';
const LEASE = '/registry/leases/kube-system/kube-scheduler';

const SECOND = '2027-01-01T00:00:00Z';
const THIRD = '2028-01-01T00:00:00Z';

/** The time of the latest write before the arrival at a stop. */
function timeOf(run: Run, index: number): string {
  return newestSignature(stopOf(run, index).arrival.store.map(({ content }) => content));
}

/** Changes an object in a step the way a controller does: with a signature. */
function reconcile(run: Run, from: number, key: string, path: string[], value: string): void {
  const time = timeOf(run, from);
  for (const view of viewsFrom(run, from)) {
    const { metadata } = storedAt(view, key).content as { metadata: { managedFields: JsonRecord[] } };
    const managedFields = metadata.managedFields.map((entry) => ({ ...entry, time }));
    alter(view, key, (content) =>
      withValue(withValue(content, path, value), ['metadata', 'managedFields'], managedFields),
    );
  }
}

describe('a change that the null restart makes', () => {
  it('is noise when a component signed it and no client owns the object, and then explains later ones', () => {
    const run = rehearsal();
    reconcile(run, 1, ROLE, ['annotations'], 'first');
    reconcile(run, 3, ROLE, ['annotations'], 'second');
    const verdict = judge(run);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.noise).toContainEqual({ subject: ROLE_SUBJECT, path: 'annotations', explained: 1 });
  });

  it('does not excuse another field of the same object', () => {
    const run = rehearsal();
    reconcile(run, 1, ROLE, ['annotations'], 'first');
    reconcile(run, 3, ROLE, ['rules'], 'second');
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([`content-unchanged | ${ROLE_SUBJECT}`]);
    expect(verdict.findings.filter(({ severity }) => severity === 'violation').map(({ path }) => path)).toEqual([
      'rules',
    ]);
  });

  it('does not excuse what a later step does without a signature', () => {
    const run = rehearsal();
    reconcile(run, 1, ROLE, ['annotations'], 'first');
    for (const view of viewsFrom(run, 3))
      alter(view, ROLE, (content) => withValue(content, ['annotations'], 'tampered'));
    expect(violations(judge(run))).toEqual([`content-unchanged | ${ROLE_SUBJECT}`]);
  });

  it('is a violation when something is there again that was away for one look', () => {
    const run = rehearsal();
    remove(stopOf(run, 0).departure, ROLE);
    // nothing that a fresh server writes by itself
    for (const oracle of Object.values(run.oracles)) oracle.store = oracle.store.filter(({ key }) => key !== ROLE);
    expect(violations(judge(run))).toEqual([`keys-kept | ${ROLE_SUBJECT}`]);
  });

  it('is a violation when it concerns an object of a client, signed or not', () => {
    const run = rehearsal();
    reconcile(run, 1, '/registry/deployments/rehearse-w00/rehearse-w00', ['spec', 'replicas'], 'many');
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['content-unchanged | apps/v1 Deployment rehearse-w00/rehearse-w00']);
    expect(verdict.findings.every(({ step, severity }) => severity === 'note' || step === '01-null-restart')).toBe(
      true,
    );
  });

  it('is a violation in whatever lives in the corpus\u2019s namespaces', () => {
    const run = rehearsal();
    const key = '/registry/controllerrevisions/rehearse-w00/rehearse-w00-1';
    const content = {
      metadata: {
        name: 'rehearse-w00-1',
        namespace: 'rehearse-w00',
        managedFields: [{ manager: 'kube-controller-manager', operation: 'Update', time: timeOf(run, 1) }],
      },
    };
    for (const view of viewsFrom(run, 1)) {
      view.store.push(stored({ key, apiVersion: 'v1', kind: 'ConfigMap', content }) as never);
      view.served.push({
        groupVersion: 'v1',
        resource: 'configmaps',
        namespace: 'rehearse-w00',
        name: 'rehearse-w00-1',
        content,
      });
    }
    expect(violations(judge(run))).toEqual(['keys-kept | v1 ConfigMap rehearse-w00/rehearse-w00-1']);
  });

  it('is noise in Events that components emit there', () => {
    const run = rehearsal();
    const emit = (index: number, wave: string): void => {
      const time = timeOf(run, index);
      const name = `pending.${index}`;
      const namespace = `rehearse-${wave}`;
      const content = {
        metadata: { name, namespace, managedFields: [{ manager: 'kube-scheduler', operation: 'Update', time }] },
        involvedObject: { kind: 'Pod', namespace, name: namespace },
        reason: 'FailedScheduling',
        reportingComponent: 'default-scheduler',
      };
      for (const view of viewsFrom(run, index)) {
        view.store.push(
          stored({ key: `/registry/events/${namespace}/${name}`, apiVersion: 'v1', kind: 'Event', content }) as never,
        );
        view.served.push({ groupVersion: 'v1', resource: 'events', namespace, name, content });
      }
    };
    emit(1, 'w00');
    emit(3, 'w02');
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([]);
    expect(verdict.noise).toContainEqual({
      subject:
        'v1 Event rehearse-{wave}/(FailedScheduling of Pod rehearse-{wave}/rehearse-{wave} by default-scheduler)',
      path: '',
      explained: 1,
    });
  });

  it('is a violation in a user\u2019s own object', () => {
    const run = rehearsal();
    const document = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:default' },
    };
    run.plan.manifests.push({ path: 'mine.yaml', documents: [document] });
    reconcile(run, 1, ROLE, ['annotations'], 'first');
    expect(violations(judge(run))).toEqual([`content-unchanged | ${ROLE_SUBJECT}`]);
  });
});

describe('a change that only a later step makes', () => {
  it('is no noise, signed or not', () => {
    const run = rehearsal();
    reconcile(run, 2, ROLE, ['annotations'], 'first');
    const paths = judge(run)
      .findings.filter(({ severity }) => severity === 'violation')
      .map(({ path }) => path);
    expect(paths).toContain('annotations');
  });

  it('is no noise when it is a new kind of Event, though only a note', () => {
    const run = rehearsal();
    const source = storedAt(stopOf(run, 2).arrival, '/registry/events/kube-system/kube-scheduler.02-binary-upgrade');
    for (const view of viewsFrom(run, 2)) {
      alter(view, source.key, (content) => withValue(content, ['reason'], 'Panicked'));
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([]);
    expect(verdict.findings.map(({ guarantee, severity, subject }) => `${severity} ${guarantee} ${subject}`)).toContain(
      'note keys-kept v1 Event kube-system/(Panicked of Lease kube-system/kube-scheduler by kube-scheduler)',
    );
  });
});

describe('each kind of noise lets a real change be seen', () => {
  it('in a lease: a holder that nobody signed for', () => {
    const run = rehearsal();
    const before = storedAt(stopOf(run, 4).departure, LEASE).content as JsonRecord;
    const { arrival } = stopOf(run, 5);
    alter(arrival, LEASE, (content) => ({
      ...before,
      ...(content['defaulted'] === undefined ? {} : { defaulted: true }),
      spec: { holderIdentity: 'thief', renewTime: 'never' },
    }));
    const verdict = judge(run);
    expect(violations(verdict)).toContain(
      'content-unchanged | coordination.k8s.io/v1 Lease kube-system/kube-scheduler',
    );
  });

  it('in a lease: another field', () => {
    const run = rehearsal();
    alter(stopOf(run, 5).arrival, LEASE, (content) => withValue(content, ['spec', 'leaseDurationSeconds'], 1));
    expect(violations(judge(run))).toEqual([
      'content-unchanged | coordination.k8s.io/v1 Lease kube-system/kube-scheduler',
    ]);
  });

  it('in Events: one that is gone', () => {
    const run = rehearsal();
    const key = '/registry/events/kube-system/kube-scheduler.01-null-restart';
    for (const view of viewsFrom(run, 3)) {
      view.store = view.store.filter((value) => value.key !== key);
      view.served = view.served.filter(({ name }) => name !== 'kube-scheduler.01-null-restart');
    }
    expect(violations(judge(run))).toEqual([
      'keys-kept | v1 Event kube-system/(LeaderElection of Lease kube-system/kube-scheduler by kube-scheduler)',
    ]);
  });

  it('in Events: one that a client wrote', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) {
      alter(view, '/registry/events/rehearse-w00/rehearse-w00', (content) => withValue(content, ['reason'], 'Forged'));
    }
    expect(violations(judge(run))).toEqual(['content-unchanged | v1 Event rehearse-w00/rehearse-w00']);
  });
});

describe('what the API server keeps for itself', () => {
  const key = '/registry/masterleases/10.0.0.1';

  it('may be noise without a signature, also when its counter was by chance the same after the null restart', () => {
    const run = rehearsal();
    for (const [index, view] of viewsFrom(run, 0).entries()) {
      const content = { metadata: {}, generation: index < 3 ? 0 : index };
      const written = stored({ key, apiVersion: 'v1', kind: 'Endpoints', content });
      view.store.push({ ...written, modRevision: index } as never);
    }
    const verdict = judge(run);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.noise).toContainEqual({ subject: key, path: '', explained: 4 });
  });

  it('is no noise when the null restart left it alone', () => {
    const run = rehearsal();
    for (const [index, view] of viewsFrom(run, 0).entries()) {
      const written = stored({ key, apiVersion: 'v1', kind: 'Endpoints', content: { metadata: {} } });
      view.store.push({ ...written, modRevision: index < 4 ? 0 : 1 } as never);
    }
    expect(violations(judge(run))).toEqual([`content-unchanged | ${key}`]);
  });
});

describe('a second null restart', () => {
  it('is judged, not learned from', () => {
    const run = rehearsal();
    const step = run.plan.steps[2];
    if (step) step.transition = 'null-restart';
    reconcile(run, 2, ROLE, ['annotations'], 'changed');
    expect(violations(judge(run))).toEqual([`content-unchanged | ${ROLE_SUBJECT}`]);
  });
});

describe('without a null restart', () => {
  it('nothing is noise', () => {
    const run = rehearsal();
    const step = run.plan.steps[1];
    if (step) step.transition = 'binary-upgrade';
    const verdict = judge(run);
    expect(verdict.noise).toEqual([]);
    expect(verdict.outcome).toBe('fail');
  });
});

describe('isSigned', () => {
  const object = (...times: string[]) => ({
    metadata: { managedFields: times.map((time) => ({ manager: 'a', time })) },
  });

  it('asks for a signature newer than all that were there', () => {
    expect(isSigned(object(SECOND), object(THIRD))).toBe(true);
    expect(isSigned(object(SECOND), object(SECOND, THIRD))).toBe(true);
    expect(isSigned(object(SECOND), object(SECOND))).toBe(false);
    expect(isSigned(object(THIRD), object(THIRD, SECOND))).toBe(false);
    expect(isSigned(object(THIRD), object(SECOND))).toBe(false);
  });

  it('takes no signature for one where there is none before or after, or where it is no time', () => {
    expect(isSigned(object(), object(SECOND))).toBe(false);
    expect(isSigned(null, object(SECOND))).toBe(false);
    expect(isSigned(object(SECOND), {})).toBe(false);
    expect(isSigned(object(SECOND), object('yesterday'))).toBe(false);
  });
});

describe('newestSignature', () => {
  it('looks through all objects', () => {
    const at = (time: string) => ({ metadata: { managedFields: [{ time }] } });
    expect(newestSignature([at(SECOND), null, at(THIRD), {}])).toBe(THIRD);
    expect(newestSignature([])).toBe('');
  });
});

describe('NoiseBook', () => {
  it('explains what it has learned, per guarantee, for whichever wave, and counts it', () => {
    const book = new NoiseBook();
    book.learn('keys-kept', 'v1 Event rehearse-w00/(x)', '');
    book.learn('keys-kept', 'v1 Event rehearse-w01/(x)', '');
    book.learn('served-unchanged', 'v1 Event rehearse-w00/(x)', '');
    expect(book.explains('keys-kept', 'v1 Event rehearse-w07/(x)', '')).toBe(true);
    expect(book.explains('served-unchanged', 'v1 Event rehearse-w07/(x)', '')).toBe(true);
    expect(book.explains('content-unchanged', 'v1 Event rehearse-w07/(x)', '')).toBe(false);
    expect(book.explains('keys-kept', 'v1 Event rehearse-w07/(y)', '')).toBe(false);
    expect(book.explains('keys-kept', 'v1 Event rehearse-w07/(x)', 'count')).toBe(false);
    expect(book.list()).toEqual([{ subject: 'v1 Event rehearse-{wave}/(x)', path: '', explained: 2 }]);
  });
});
