import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import {
  alter,
  inconclusives,
  notes,
  remove,
  servedAs,
  stopOf,
  storedAt,
  viewsFrom,
  viewsOf,
  violations,
  withValue,
} from '../testing/edit.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';
import { checksum, stored } from '../testing/world.js';

const CONFIG_MAP = '/registry/configmaps/rehearse-w00/rehearse-w00';
const ROLE = '/registry/clusterroles/system:default';
const LEASE = '/registry/leases/kube-system/kube-scheduler';

type View = Run['checkpoints'][number]['arrival'];

function plant(view: View, value: Parameters<typeof stored>[0]): void {
  view.store.push(stored({ encoding: 'json', ...value }) as never);
}

const ORPHAN = {
  key: '/registry/orphans.example.com/orphans/default/left-behind',
  apiVersion: 'orphans.example.com/v1',
  kind: 'Orphan',
  content: { metadata: { name: 'left-behind', namespace: 'default' } },
};

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

describe('keys-kept', () => {
  it.each([1, 3])('trips on an object that is gone at stop %i, and on nothing else', (index) => {
    const run = rehearsal();
    for (const view of viewsFrom(run, index)) remove(view, CONFIG_MAP);
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['keys-kept | v1 ConfigMap rehearse-w00/rehearse-w00']);
    expect(verdict.findings.filter(({ severity }) => severity === 'violation')).toHaveLength(1);
  });

  it('trips when the wave is written while a client\u2019s object disappears', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 3).slice(1)) remove(view, CONFIG_MAP);
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['keys-kept | v1 ConfigMap rehearse-w00/rehearse-w00']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')?.evidence).toEqual([
      'checkpoints/03-emulation-upgrade/store-arrival.ndjson',
      'checkpoints/03-emulation-upgrade/store-departure.ndjson',
    ]);
  });

  it('trips on a key that a step added, and nobody repeats it at later stops', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) plant(view, ORPHAN);
    expect(violations(judge(run))).toEqual(['keys-kept | orphans.example.com/v1 Orphan default/left-behind']);
  });

  it('trips when the null restart loses or gains a key that no component signed for', () => {
    const removed = rehearsal();
    for (const view of viewsFrom(removed, 1)) remove(view, ROLE);
    expect(violations(judge(removed))).toEqual(['keys-kept | rbac.authorization.k8s.io/v1 ClusterRole system:default']);
    const added = rehearsal();
    for (const view of viewsFrom(added, 1)) plant(view, ORPHAN);
    expect(violations(judge(added))).toEqual(['keys-kept | orphans.example.com/v1 Orphan default/left-behind']);
  });

  it('speaks alone when a list still has what etcd has lost', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 5)) view.store = view.store.filter(({ key }) => key !== CONFIG_MAP);
    expect(violations(judge(run))).toEqual(['keys-kept | v1 ConfigMap rehearse-w00/rehearse-w00']);
  });

  it('speaks alone of an added key, at whatever version it is stored', () => {
    const run = rehearsal();
    const apiVersion = 'admissionregistration.k8s.io/v1alpha1';
    const content = { metadata: { name: 'planted' } };
    for (const view of viewsFrom(run, 2)) {
      plant(view, { key: '/registry/planted', apiVersion, kind: 'MutatingAdmissionPolicy', content });
    }
    expect(violations(judge(run))).toEqual([`keys-kept | ${apiVersion} MutatingAdmissionPolicy planted`]);
  });

  it('names an undecodable key by itself', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) {
      plant(view, { key: '/registry/x/y', apiVersion: '', kind: '', content: null, encoding: 'unknown' });
    }
    expect(violations(judge(run))).toEqual(['keys-kept | /registry/x/y']);
  });
});

describe('content-unchanged', () => {
  it.each([1, 2, 5])('trips on a field that is another one at stop %i, and on nothing else', (index) => {
    const run = rehearsal();
    for (const view of viewsFrom(run, index)) {
      alter(view, CONFIG_MAP, (content) => withValue(content, ['data', 'colour'], 'pink'));
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['content-unchanged | v1 ConfigMap rehearse-w00/rehearse-w00']);
    const found = verdict.findings.filter(({ severity }) => severity === 'violation');
    expect(found).toMatchObject([{ path: 'data.colour', before: 'blue', after: 'pink' }]);
    expect(found[0]?.message).toBe(
      'A step changes nothing in what stored objects mean: ' +
        'v1 ConfigMap rehearse-w00/rehearse-w00 data.colour went from "blue" to "pink"',
    );
  });

  it('gives one finding for each field', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 3)) {
      alter(view, CONFIG_MAP, (content) => ({ ...content, data: { colour: 'pink', size: 'big' } }));
    }
    const paths = judge(run)
      .findings.filter(({ severity }) => severity === 'violation')
      .map(({ path }) => path);
    expect(paths).toEqual(['data.colour', 'data.shape', 'data.size']);
  });

  it('trips on a default object that the null restart changed without a component\u2019s signature', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 1)) alter(view, ROLE, (content) => withValue(content, ['rules'], []));
    expect(violations(judge(run))).toEqual([
      'content-unchanged | rbac.authorization.k8s.io/v1 ClusterRole system:default',
    ]);
  });

  it('trips on a field that no schema knows, whether it appears or is lost', () => {
    const run = rehearsal();
    const value = storedAt(stopOf(run, 2).arrival, ROLE);
    value.unknownFields = ['spec.#1047'];
    value.sha256 = checksum(value);
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([
      'content-unchanged | rbac.authorization.k8s.io/v1 ClusterRole system:default',
    ]);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')?.path).toBe('spec.#1047');
  });

  it('does not care for bytes that mean the same', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) storedAt(view, ROLE).sha256 = 'packed in another order';
    expect(judge(run).outcome).toBe('pass');
  });

  it('trips on a value that can no longer be decoded', () => {
    const run = rehearsal();
    Object.assign(storedAt(stopOf(run, 5).arrival, ROLE), { encoding: 'unknown', content: null, sha256: 'rubbish' });
    expect(violations(judge(run))).toContain(
      'content-unchanged | rbac.authorization.k8s.io/v1 ClusterRole system:default',
    );
  });

  it('is inconclusive about other bytes of a value that never could be decoded', () => {
    const run = rehearsal();
    for (const [index, view] of viewsFrom(run, 0).entries()) {
      plant(view, { key: '/registry/secrets/a/b', apiVersion: '', kind: '', content: null, encoding: 'encrypted' });
      storedAt(view, '/registry/secrets/a/b').sha256 = index < 4 ? 'one' : 'two';
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([]);
    expect(inconclusives(verdict)).toEqual([
      'content-unchanged | /registry/secrets/a/b',
      'keys-accounted | /registry/secrets/a/b',
    ]);
  });

  it('trips on another group under the same key', () => {
    const run = rehearsal();
    const value = storedAt(stopOf(run, 5).arrival, ROLE);
    value.apiVersion = 'authorization.openshift.io/v1';
    value.sha256 = checksum(value);
    const found = judge(run).findings.filter(({ guarantee }) => guarantee === 'content-unchanged');
    expect(found).toMatchObject([{ path: 'apiVersion', after: 'authorization.openshift.io/v1' }]);
  });

  it('trips on another kind under the same key', () => {
    const run = rehearsal();
    const value = storedAt(stopOf(run, 5).arrival, ROLE);
    value.kind = 'Role';
    value.sha256 = checksum(value);
    expect(violations(judge(run))).toContain(
      'content-unchanged | rbac.authorization.k8s.io/v1 ClusterRole system:default',
    );
  });
});

describe('storage-version', () => {
  const POLICY = '/registry/mutatingadmissionpolicies/rehearse-w00';
  const subject = (version: string): string =>
    `admissionregistration.k8s.io/${version} MutatingAdmissionPolicy rehearse-w00`;

  function storeAs(views: View[], version: string): void {
    for (const view of views) {
      const value = storedAt(view, POLICY);
      value.apiVersion = `admissionregistration.k8s.io/${version}`;
      value.sha256 = checksum(value);
    }
  }

  it('trips on an object stored at an alpha version while a beta one is served', () => {
    const run = rehearsal();
    storeAs(viewsFrom(run, 1).slice(0, 1), 'v1alpha1');
    expect(violations(judge(run))).toEqual([`storage-version | ${subject('v1alpha1')}`]);
  });

  it('sees it at departure too', () => {
    const run = rehearsal();
    storeAs(viewsFrom(run, 5).slice(1), 'v1alpha1');
    expect(violations(judge(run))).toEqual([`storage-version | ${subject('v1alpha1')}`]);
  });

  it('has nothing against alpha where nothing better is served', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) {
      for (const each of view.surface.resources) {
        if (each.kind === 'MutatingAdmissionPolicy') each.groupVersion = 'admissionregistration.k8s.io/v1alpha1';
      }
      for (const each of view.served) {
        if (each.resource === 'mutatingadmissionpolicies') each.groupVersion = 'admissionregistration.k8s.io/v1alpha1';
      }
      for (const value of view.store) {
        if (value.kind === 'MutatingAdmissionPolicy') value.apiVersion = 'admissionregistration.k8s.io/v1alpha1';
      }
    }
    expect(violations(judge(run)).filter((each) => each.startsWith('storage-version'))).toEqual([]);
  });

  it('has nothing against the version a custom resource chooses', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) {
      for (const value of view.store) {
        if (value.kind === 'Widget') value.apiVersion = value.apiVersion.replace('/v1', '/v1alpha1');
      }
    }
    expect(judge(run).outcome).toBe('pass');
  });

  it('only notes a stored version that changed in a step', () => {
    const run = rehearsal();
    storeAs(viewsFrom(run, 2), 'v1');
    const verdict = judge(run);
    expect(verdict.outcome).toBe('pass');
    expect(notes(verdict)).toContain(`storage-version | ${subject('v1beta1')}`);
    expect(verdict.findings.filter(({ guarantee }) => guarantee === 'storage-version')).toMatchObject([
      {
        before: 'admissionregistration.k8s.io/v1beta1',
        after: 'admissionregistration.k8s.io/v1',
        step: '02-binary-upgrade',
      },
    ]);
  });
});

describe('served-unchanged', () => {
  it.each([1, 5])('trips on a value that is served otherwise at stop %i while the data is the same', (index) => {
    const run = rehearsal();
    for (const view of viewsFrom(run, index)) {
      for (const object of servedAs(view, 'rehearse-w00', 'rehearse-w00', 'configmaps')) {
        object.content = withValue(object.content as never, ['data', 'colour'], 'pink');
      }
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['served-unchanged | v1 ConfigMap rehearse-w00/rehearse-w00']);
    expect(verdict.findings.filter(({ severity }) => severity === 'violation')).toHaveLength(1);
  });

  it('trips on one version of an object, named by that version', () => {
    const run = rehearsal();
    const { arrival } = stopOf(run, 5);
    for (const object of servedAs(arrival, 'rehearse-w00', 'rehearse-w00', 'horizontalpodautoscalers')) {
      if (object.groupVersion === 'autoscaling/v1') object.content = withValue(object.content as never, ['spec'], null);
    }
    expect(violations(judge(run))).toEqual([
      'served-unchanged | autoscaling/v1 HorizontalPodAutoscaler rehearse-w00/rehearse-w00',
    ]);
  });

  it('trips on an object that one version no longer lists', () => {
    const run = rehearsal();
    const { arrival } = stopOf(run, 5);
    arrival.served = arrival.served.filter(
      ({ groupVersion, name }) => groupVersion !== 'autoscaling/v1' || name !== 'rehearse-w00',
    );
    expect(violations(judge(run))).toEqual([
      'served-unchanged | autoscaling/v1 HorizontalPodAutoscaler rehearse-w00/rehearse-w00',
    ]);
  });

  it('trips on an object that one version lists only now', () => {
    const run = rehearsal();
    const { departure } = stopOf(run, 4);
    departure.served = departure.served.filter(
      ({ groupVersion, name }) => groupVersion !== 'autoscaling/v1' || name !== 'rehearse-w00',
    );
    const verdict = judge(run);
    expect(violations(verdict)).toEqual([
      'served-unchanged | autoscaling/v1 HorizontalPodAutoscaler rehearse-w00/rehearse-w00',
    ]);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')).toMatchObject({
      step: '05-binary-rollback',
      before: null,
      after: 'listed',
    });
  });

  it('trips on another revision of an object that was not written', () => {
    const run = rehearsal();
    for (const object of servedAs(stopOf(run, 5).arrival, '', 'system:default', 'clusterroles')) {
      object.content = withValue(object.content as never, ['metadata', 'resourceVersion'], '999');
    }
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['served-unchanged | rbac.authorization.k8s.io/v1 ClusterRole system:default']);
  });

  it('follows the revision of an object that was rewritten without another meaning', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 5)) {
      storedAt(view, ROLE).modRevision = 999;
      for (const object of servedAs(view, '', 'system:default', 'clusterroles')) {
        object.content = withValue(object.content as never, ['metadata', 'resourceVersion'], '999');
      }
    }
    expect(judge(run).outcome).toBe('pass');
  });

  it('is not stopped by the noise in an object\u2019s data', () => {
    const run = rehearsal();
    for (const object of servedAs(stopOf(run, 5).arrival, 'kube-system', 'kube-scheduler', 'leases')) {
      object.content = withValue(object.content as never, ['spec', 'leaseDurationSeconds'], 99);
    }
    expect(violations(judge(run))).toEqual([
      'served-unchanged | coordination.k8s.io/v1 Lease kube-system/kube-scheduler',
    ]);
    expect(LEASE).toContain('kube-scheduler');
  });

  it('says nothing of objects whose data has changed', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) {
      alter(view, '/registry/horizontalpodautoscalers/rehearse-w00/rehearse-w00', (content) =>
        withValue(content, ['spec', 'size'], 7),
      );
      for (const object of servedAs(view, 'rehearse-w00', 'rehearse-w00', 'horizontalpodautoscalers')) {
        // the older version shows the same change elsewhere
        if (object.groupVersion === 'autoscaling/v1') {
          object.content = withValue(object.content as never, ['metadata', 'annotations'], { size: '7' });
        }
      }
    }
    expect(violations(judge(run))).toEqual([
      'content-unchanged | autoscaling/v2 HorizontalPodAutoscaler rehearse-w00/rehearse-w00',
    ]);
  });
});

describe('rollback', () => {
  const fact = (type: 'field-lost' | 'undecodable' | 'refused', subject: string, path = '') =>
    ({ type, subject, path, before: 'x', after: null, message: `${subject} is ${type}` }) as const;

  it('trips on each fact where a safe rollback is promised', () => {
    const run = rehearsal();
    Object.assign(stopOf(run, 2).rollback, {
      outcome: 'lossy',
      facts: [fact('field-lost', 'v1 ConfigMap a/b', 'spec.#1999'), fact('field-lost', 'v1 ConfigMap a/c', 'spec.x')],
    });
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['rollback | v1 ConfigMap a/b', 'rollback | v1 ConfigMap a/c']);
    expect(verdict.findings.find(({ severity }) => severity === 'violation')?.evidence).toEqual([
      'checkpoints/02-binary-upgrade/rollback.json',
      'logs/rollback-02-binary-upgrade.log',
    ]);
  });

  it('takes what is no worse than expected for a fact, not for a finding', () => {
    const verdict = judge(rehearsal());
    expect(verdict.rollback[3]).toMatchObject({ outcome: 'lossy', facts: [{ type: 'orphaned' }] });
    expect(verdict.findings.filter(({ guarantee }) => guarantee === 'rollback')).toEqual([]);
  });

  it('names only the facts that make it worse than expected', () => {
    const run = rehearsal();
    const { rollback } = stopOf(run, 3);
    rollback.outcome = 'impossible';
    rollback.facts.push({ ...fact('undecodable', 'resource.k8s.io/v1 resourceslices') });
    expect(violations(judge(run))).toEqual(['rollback | resource.k8s.io/v1 resourceslices']);
  });

  it('trips on an outcome that is worse without saying why', () => {
    const run = rehearsal();
    stopOf(run, 2).rollback.outcome = 'impossible';
    expect(violations(judge(run))).toEqual(['rollback | 1.36.3']);
  });

  it('does not believe an outcome that is better than its facts', () => {
    const run = rehearsal();
    stopOf(run, 2).rollback.facts.push({ ...fact('refused', 'v1 Pod a/b') });
    expect(violations(judge(run))).toEqual(['rollback | v1 Pod a/b']);
  });

  it('is inconclusive when it was not examined, or examined on nothing', () => {
    const run = rehearsal();
    Object.assign(stopOf(run, 2).rollback, { outcome: 'not examined', reason: 'no copy', examined: 0 });
    expect(inconclusives(judge(run))).toEqual(['rollback | 1.36.3']);
    const other = rehearsal();
    stopOf(other, 2).rollback.examined = 0;
    expect(inconclusives(judge(other))).toEqual(['rollback | rollback']);
  });

  it('shows the facts of every stop in one order', () => {
    const run = rehearsal();
    const facts = [fact('field-lost', 'v1 B b'), fact('field-lost', 'v1 A a')];
    stopOf(run, 3).rollback.facts = facts.map((each) => ({ ...each }));
    expect(judge(run).rollback[3]?.facts.map(({ subject }) => subject)).toEqual(['v1 A a', 'v1 B b']);
  });
});

describe('problems of an observation', () => {
  it('are inconclusive, each named, at either moment', () => {
    const run = rehearsal();
    for (const [index, view] of viewsOf(run, 2).entries()) {
      view.problems.push({ probe: 'settle', subject: index === 0 ? 'etcd' : '', message: 'still busy' });
    }
    const verdict = judge(run);
    expect(verdict.outcome).toBe('inconclusive');
    expect(inconclusives(verdict)).toEqual(['keys-accounted | etcd', 'keys-accounted | settle']);
    expect(verdict.findings.find(({ severity }) => severity === 'inconclusive')?.evidence).toEqual([
      'checkpoints/02-binary-upgrade/problems.json',
    ]);
  });

  it('do not hide a violation beside them', () => {
    const run = rehearsal();
    stopOf(run, 2).arrival.problems.push({ probe: 'served-objects', subject: 'apps/v1 deployments', message: '500' });
    for (const view of viewsFrom(run, 2)) remove(view, CONFIG_MAP);
    expect(judge(run).outcome).toBe('fail');
  });
});
