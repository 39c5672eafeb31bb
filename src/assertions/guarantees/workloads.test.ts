import { describe, expect, it } from 'vitest';
import type { Json, PodCount } from '../../model/observation.js';
import { judge } from '../judge.js';
import type { JsonRecord } from '../json.js';
import { alter, inconclusives, remove, storedAt, stopOf, viewsFrom, violations, withValue } from '../testing/edit.js';
import { POD, REVISION, STATEFUL_SET } from '../testing/plant.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';

const SUBJECT = 'apps/v1 StatefulSet rehearse-w00/rehearse-w00';

/** Changes one value of an object from a stop on; at the baseline from when the wave has made it. */
function change(run: Run, index: number, key: string, path: readonly string[], value: Json): void {
  for (const view of viewsFrom(run, index).slice(index === 0 ? 1 : 0))
    alter(view, key, (content) => withValue(content, path, value));
}

/** Puts the pod's place under another pod of the same name, as a controller does. */
function remake(run: Run, index: number): void {
  change(run, index, POD, ['metadata', 'uid'], 'another');
  change(run, index, POD, ['status', 'containerStatuses'], [{ name: 'app', containerID: 'run://2', restartCount: 0 }]);
}

function found(run: Run): { path: string; before: Json; after: Json }[] {
  return judge(run)
    .findings.filter(({ guarantee }) => guarantee === 'workloads')
    .map(({ path, before, after }) => ({ path, before, after }));
}

describe('workloads', () => {
  it('counts every part of every workload', () => {
    expect(judge(rehearsal()).coverage.workloads).toBeGreaterThan(50);
    expect(found(rehearsal())).toEqual([]);
  });

  it.each([1, 2, 5])(
    'trips on a pod that was replaced in step %i, in the name of its controller, and on nothing else',
    (index) => {
      const run = rehearsal();
      remake(run, index);
      expect(violations(judge(run))).toEqual([`workloads | ${SUBJECT}`]);
      expect(found(run)).toEqual([{ path: 'Pod[rehearse-w00-0].uid', before: `uid-of-${POD}`, after: 'another' }]);
    },
  );

  it.each<[string, readonly string[], Json]>([
    ['Pod[rehearse-w00-0].nodeName', ['spec', 'nodeName'], 'node-1'],
    ['Pod[rehearse-w00-0].phase', ['status', 'phase'], 'Pending'],
    ['Pod[rehearse-w00-0].ready', ['status', 'conditions'], [{ type: 'Ready', status: 'False' }]],
    [
      'Pod[rehearse-w00-0].containers.app.restartCount',
      ['status', 'containerStatuses'],
      [{ name: 'app', containerID: 'run://1', restartCount: 1, ready: true }],
    ],
    [
      'Pod[rehearse-w00-0].containers.app.containerID',
      ['status', 'containerStatuses'],
      [{ name: 'app', containerID: 'run://9', restartCount: 0, ready: true }],
    ],
  ])('trips on %s of a running pod', (path, place, value) => {
    const run = rehearsal();
    change(run, 2, POD, place, value);
    expect(violations(judge(run))).toEqual([`workloads | ${SUBJECT}`]);
    expect(found(run).map((finding) => finding.path)).toEqual([path]);
  });

  it.each<[string, string, readonly string[], Json]>([
    ['generation', STATEFUL_SET, ['metadata', 'generation'], 2],
    ['status.updateRevision', STATEFUL_SET, ['status', 'updateRevision'], 'rehearse-w00-b'],
    ['status.readyReplicas', STATEFUL_SET, ['status', 'readyReplicas'], 0],
    ['ControllerRevision[rehearse-w00-a].revision', REVISION, ['revision'], 2],
  ])('trips on %s of a controller', (path, key, place, value) => {
    const run = rehearsal();
    change(run, 2, key, place, value);
    expect(violations(judge(run))).toEqual([`workloads | ${SUBJECT}`]);
    expect(found(run).map((finding) => finding.path)).toEqual([path]);
  });

  it('finds a rollout under one name: a second revision, counters, a new pod, and whatever else changes with them', () => {
    const run = rehearsal();
    remake(run, 3);
    change(run, 3, STATEFUL_SET, ['status', 'updateRevision'], 'rehearse-w00-b');
    change(run, 3, STATEFUL_SET, ['metadata', 'annotations'], { anything: 'else' });
    for (const view of viewsFrom(run, 3)) {
      const revision = storedAt(view, REVISION);
      const key = REVISION.replace(/a$/, 'b');
      const content = withValue(revision.content as JsonRecord, ['metadata', 'name'], 'rehearse-w00-b');
      view.store.push({ ...revision, key, content: withValue(content, ['metadata', 'uid'], 'b') });
      view.served.push({
        groupVersion: 'apps/v1',
        resource: 'controllerrevisions',
        namespace: 'rehearse-w00',
        name: 'rehearse-w00-b',
        content,
      });
    }
    expect(violations(judge(run))).toEqual([`workloads | ${SUBJECT}`]);
    expect(found(run).map(({ path }) => path)).toEqual([
      'ControllerRevision[rehearse-w00-b]',
      'Pod[rehearse-w00-0].uid',
      'status.updateRevision',
    ]);
  });

  it('trips on a pod that is gone, and leaves the key to it', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) remove(view, POD);
    expect(violations(judge(run))).toEqual([`workloads | ${SUBJECT}`]);
    expect(found(run)).toEqual([{ path: 'Pod[rehearse-w00-0]', before: 'there', after: null }]);
  });

  it('leaves a controller that is gone with all its pods to the keys', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 2)) for (const key of [STATEFUL_SET, REVISION, POD]) remove(view, key);
    expect(violations(judge(run)).every((name) => name.startsWith('keys-kept | '))).toBe(true);
    expect(violations(judge(run))).toHaveLength(3);
  });

  it('leaves what is no fact about running pods to the content', () => {
    const run = rehearsal();
    change(run, 2, STATEFUL_SET, ['metadata', 'labels'], { any: 'label' });
    expect(violations(judge(run))).toEqual([`content-unchanged | ${SUBJECT}`]);
  });

  it('says later what changes later', () => {
    const run = rehearsal();
    remake(run, 2);
    change(run, 4, STATEFUL_SET, ['metadata', 'labels'], { any: 'label' });
    expect(violations(judge(run))).toEqual([`content-unchanged | ${SUBJECT}`, `workloads | ${SUBJECT}`]);
  });

  it('judges a pod without a controller by its own name, and one whose controller is unknown', () => {
    for (const owner of [[], [{ controller: true, uid: 'nobody' }], [{ controller: true, uid: `uid-of-${POD}` }]]) {
      const run = rehearsal();
      change(run, 0, POD, ['metadata', 'ownerReferences'], owner);
      remake(run, 2);
      expect(violations(judge(run))).toEqual(['workloads | v1 Pod rehearse-w00/rehearse-w00-0']);
    }
  });

  describe('where pods count', () => {
    const EARLY = { pod: `uid-of-${POD}`, startedAt: '2026-11-25T13:00:00Z', counter: 40 };
    const counting = (after: PodCount | undefined): Run => {
      const run = rehearsal();
      for (const [index, view] of viewsFrom(run, 0).entries()) {
        const later = { ...EARLY, counter: EARLY.counter + index };
        const count = index < 2 ? later : after && { ...after, counter: after.counter + index };
        Object.assign(view, { counts: count ? [count] : [] });
      }
      return run;
    };

    it('is content with a process that counts on, and has looked at it', () => {
      expect(found(counting(EARLY))).toEqual([]);
      expect(judge(counting(EARLY)).coverage.workloads).toBeGreaterThan(judge(rehearsal()).coverage.workloads ?? 0);
    });

    it.each<[string, PodCount | undefined, string, Json]>([
      ['started again behind the kubelet', { ...EARLY, startedAt: 'later' }, 'counter.startedAt', 'later'],
      ['lost what it had counted', { ...EARLY, counter: 0 }, 'counter', 2],
      ['answers no more', undefined, 'counter', null],
    ])('trips on one that %s, in the name of its controller', (_, after, path, value) => {
      const run = counting(after);
      expect(violations(judge(run))).toEqual([`workloads | ${SUBJECT}`]);
      expect(found(run)[0]).toMatchObject({ path: `Pod[rehearse-w00-0].${path}`, after: value });
    });
  });

  it('expects a component\u2019s own mirror pod to be replaced, and no other mirror pod', () => {
    const mirror = (component: string): Run => {
      const run = rehearsal();
      change(run, 0, POD, ['metadata', 'ownerReferences'], [{ kind: 'Node', controller: true, uid: 'node' }]);
      change(run, 0, POD, ['metadata', 'annotations'], { 'kubernetes.io/config.mirror': 'hash' });
      change(run, 0, POD, ['metadata', 'labels'], { component });
      remake(run, 2);
      return run;
    };
    expect(found(mirror('kube-scheduler'))).toEqual([]);
    expect(found(mirror('etcd'))).toHaveLength(1);
  });

  it('cannot be judged where no pod was ready', () => {
    const run = rehearsal();
    for (const view of viewsFrom(run, 0)) {
      for (const { key, kind } of [...view.store]) if (kind === 'Pod' && key.endsWith('-0')) remove(view, key);
    }
    expect(inconclusives(judge(run))).toEqual(['workloads | v1 pods']);
  });

  it('does not look at what happens between a stop\u2019s arrival and departure', () => {
    const run = rehearsal();
    alter(stopOf(run, 2).departure, POD, (content) => withValue(content, ['status', 'podIP'], '192.0.2.1'));
    for (const view of viewsFrom(run, 3))
      alter(view, POD, (content) => withValue(content, ['status', 'podIP'], '192.0.2.1'));
    expect(found(run)).toEqual([]);
  });
});
