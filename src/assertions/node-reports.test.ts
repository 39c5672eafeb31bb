import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '../model/fault.js';
import type { Json, StoredObject } from '../model/observation.js';
import type { PlannedStep } from '../model/plan.js';
import type { JsonRecord } from './json.js';
import { judge } from './judge.js';
import { isKubeletReport, isPlayersLease, isReplacedComponent, isRestartReport, mayHaveEnded } from './node-reports.js';
import { notes, viewsFrom, violations } from './testing/edit.js';
import { rehearsal, type Run } from './testing/rehearsal.js';
import { stored } from './testing/world.js';

interface Writer {
  readonly manager: string;
  readonly time: string;
  readonly subresource?: string;
  readonly apiVersion?: string;
}

const EARLY = '2026-01-01T00:00:00Z';
const LATE = '2026-06-01T00:00:00Z';
const kubelet = (time: string): Writer => ({ manager: 'kubelet', time, subresource: 'status' });
const signed = (writers: readonly Writer[]): Json =>
  writers.map((writer) => ({ operation: 'Update', apiVersion: 'v1', fieldsV1: {}, ...writer }));

function node(writers: readonly Writer[], status: JsonRecord = {}): StoredObject {
  const content = { metadata: { name: 'control-plane', managedFields: signed(writers) }, status };
  return stored({ key: '/registry/minions/control-plane', apiVersion: 'v1', kind: 'Node', content });
}

function mirror(
  component: string,
  writers: readonly Writer[],
  image = 'old',
  annotations: JsonRecord = MIRROR,
): StoredObject {
  const name = `${component}-control-plane`;
  const metadata = {
    name,
    namespace: 'kube-system',
    labels: { component },
    annotations,
    managedFields: signed(writers),
  };
  const content = { metadata, spec: { containers: [{ name: component, image }] } };
  return stored({ key: `/registry/pods/kube-system/${name}`, apiVersion: 'v1', kind: 'Pod', content });
}

const MIRROR = { 'kubernetes.io/config.mirror': 'hash' };

/** A clean run in which an object is there from the start and is another one from a stop's arrival on. */
function runWith(before: StoredObject, after: StoredObject, from: number): Run {
  const run = rehearsal();
  for (const view of viewsFrom(run, 0)) view.store.push(structuredClone(before) as never);
  for (const view of viewsFrom(run, from)) {
    view.store = view.store.map((each) => (each.key === after.key ? (structuredClone(after) as never) : each));
  }
  return run;
}

const ofContent = (found: readonly string[]): string[] => found.filter((line) => line.startsWith('content-unchanged'));

describe("a kubelet's report of its node", () => {
  const path = 'status.conditions[0].lastHeartbeatTime';

  it('is a status that nobody else has signed since', () => {
    expect(isKubeletReport(node([kubelet(EARLY)]), node([kubelet(LATE)]), path)).toBe(true);
  });

  it.each([
    ['nobody signed it', [kubelet(EARLY)]],
    ['a controller wrote the status too', [kubelet(LATE), { ...kubelet(LATE), manager: 'kube-controller-manager' }]],
    ['only the object beside its status was written', [kubelet(EARLY), { manager: 'kubelet', time: LATE }]],
  ])('is none where %s', (_, writers) => {
    expect(isKubeletReport(node([kubelet(EARLY)]), node(writers), path)).toBe(false);
  });

  it('is the status and nothing beside it, and of nodes only', () => {
    const [before, after] = [node([kubelet(EARLY)]), node([kubelet(LATE)])];
    for (const other of [
      'spec.taints[0]',
      'metadata.labels.zone',
      'statuses',
      'metadata.managedFields[kubelet Update v1].time',
    ])
      expect(isKubeletReport(before, after, other), other).toBe(false);
    expect(isKubeletReport({ ...before, kind: 'Pod' }, { ...after, kind: 'Pod' }, path)).toBe(false);
  });

  it('is shown as a note, and the same change without the kubelet trips content-unchanged', () => {
    const before = node([kubelet(EARLY)], { capacity: { cpu: '2' } });
    const heartbeat = judge(runWith(before, node([kubelet(LATE)], { capacity: { cpu: '4' } }), 2));
    expect(ofContent(violations(heartbeat))).toEqual([]);
    expect(ofContent(notes(heartbeat))).toContain('content-unchanged | v1 Node control-plane');

    const altered = judge(runWith(before, node([kubelet(EARLY)], { capacity: { cpu: '4' } }), 2));
    expect(ofContent(violations(altered))).toEqual(['content-unchanged | v1 Node control-plane']);
  });
});

describe('the lease of a node that kwok plays', () => {
  const player = (time: string): Writer => ({ manager: 'kwok', time, apiVersion: 'coordination.k8s.io/v1' });
  const lease = (holder: string, writers: readonly Writer[], namespace = 'kube-node-lease'): StoredObject => {
    const metadata = { name: 'node-0', namespace, managedFields: signed(writers) };
    const content = { metadata, spec: { holderIdentity: holder, leaseDurationSeconds: 20 } };
    return stored({
      key: `/registry/leases/${namespace}/node-0`,
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      content,
    });
  };
  const holder = 'spec.holderIdentity';

  it('may change hands when kwok alone has signed it since', () => {
    const [before, after] = [lease('vm_1', [player(EARLY)]), lease('vm_2', [player(LATE)])];
    expect(isPlayersLease(before, after, holder)).toBe(true);
    expect(isPlayersLease(before, after, 'spec.leaseTransitions')).toBe(true);
    const signature = 'metadata.managedFields[kwok Update coordination.k8s.io/v1].fieldsV1[f:spec][f:leaseTransitions]';
    expect(isPlayersLease(before, after, signature)).toBe(true);
    const verdict = judge(runWith(before, after, 2));
    expect(ofContent(violations(verdict))).toEqual([]);
    expect(ofContent(notes(verdict))).toEqual([
      'content-unchanged | coordination.k8s.io/v1 Lease kube-node-lease/node-0',
    ]);
  });

  it.each([
    ['nobody signed it', lease('vm_2', [player(EARLY)]), holder],
    ['a kubelet holds it now', lease('vm_2', [{ manager: 'kubelet', time: LATE }]), holder],
    ['somebody else wrote it too', lease('vm_2', [player(LATE), { manager: 'kubectl', time: LATE }]), holder],
    ['it is the lease of a component', lease('vm_2', [player(LATE)], 'kube-system'), holder],
    ['something else changed in it', lease('vm_1', [player(LATE)]), 'spec.leaseDurationSeconds'],
    ['another signature changed', lease('vm_2', [player(LATE)]), 'metadata.managedFields[kubelet Update v1].time'],
  ])('counts in full where %s', (_, after, path) => {
    const before = lease('vm_1', [player(EARLY)], after.key.includes('kube-system') ? 'kube-system' : undefined);
    expect(isPlayersLease(before, after, path)).toBe(false);
  });

  it('trips content-unchanged when somebody alters it behind the server', () => {
    const verdict = judge(runWith(lease('vm_1', [player(EARLY)]), lease('vm_2', [player(EARLY)]), 2));
    expect(ofContent(violations(verdict))).toEqual([
      'content-unchanged | coordination.k8s.io/v1 Lease kube-node-lease/node-0',
    ]);
  });
});

describe('the mirror pod of a component', () => {
  const order = { order: ['kube-apiserver', 'kube-scheduler'] as const };

  it('belongs to the step that replaces the component', () => {
    expect(isReplacedComponent(order, mirror('kube-apiserver', []))).toBe(true);
    expect(isReplacedComponent(order, mirror('kube-controller-manager', []))).toBe(false);
    expect(isReplacedComponent(order, mirror('etcd', []))).toBe(false);
    // a pod that only has the label
    expect(isReplacedComponent(order, mirror('kube-apiserver', [], 'old', {}))).toBe(false);
  });

  it('is shown as a note with its new image, and without a signature trips content-unchanged', () => {
    const replaced = judge(
      runWith(mirror('kube-apiserver', [kubelet(EARLY)]), mirror('kube-apiserver', [kubelet(LATE)], 'new'), 2),
    );
    expect(ofContent(violations(replaced))).toEqual([]);
    expect(ofContent(notes(replaced))).toContain('content-unchanged | v1 Pod kube-system/kube-apiserver-control-plane');

    const altered = judge(
      runWith(mirror('kube-apiserver', [kubelet(EARLY)]), mirror('kube-apiserver', [kubelet(EARLY)], 'new'), 2),
    );
    expect(ofContent(violations(altered))).toEqual([
      'content-unchanged | v1 Pod kube-system/kube-apiserver-control-plane',
    ]);
  });

  it('of a component that no step replaces may not change at all', () => {
    const verdict = judge(runWith(mirror('etcd', [kubelet(EARLY)]), mirror('etcd', [kubelet(LATE)], 'new'), 2));
    expect(ofContent(violations(verdict))).toEqual(['content-unchanged | v1 Pod kube-system/etcd-control-plane']);
  });
});

describe('the mirror pod of a component that a fault may have ended', () => {
  const etcd = mirror('etcd', []);
  const hit = (spec: FaultSpec): Pick<PlannedStep, 'faults'> => ({
    faults: [{ id: '1', spec, point: 'kube-apiserver/before-stop', delayMs: 0, lastsMs: 0 }],
  });
  const killed = hit({ type: 'kill', component: 'etcd' });

  it('says in its status that the container was started again, and nothing else', () => {
    for (const path of [
      'status.containerStatuses[0].restartCount',
      'metadata.managedFields[kubelet Update v1 status].time',
    ])
      expect(isRestartReport(killed, etcd, path), path).toBe(true);
    for (const path of ['spec.containers[0].image', 'metadata.labels.component'])
      expect(isRestartReport(killed, etcd, path), path).toBe(false);
  });

  it.each<[string, FaultSpec, boolean]>([
    ['kills it', { type: 'kill', component: 'etcd' }, true],
    ['kills etcd at a system call', { type: 'crash-at-call', call: 'fdatasync' }, true],
    ['has its disk fail', { type: 'disk-error' }, true],
    ['kills another component', { type: 'kill', component: 'kube-scheduler' }, false],
    ['only pauses it', { type: 'pause', component: 'etcd' }, false],
    ['only compacts it', { type: 'etcd-compaction' }, false],
  ])('is etcd where a fault %s, or is not', (_, spec, may) => {
    expect(mayHaveEnded(hit(spec), etcd)).toBe(may);
  });

  it('counts before a half-way end too, and a pod that only has the label never', () => {
    expect(mayHaveEnded({ halfway: { ...killed, stopAt: 'kube-apiserver/after-stop' } as never }, etcd)).toBe(true);
    expect(mayHaveEnded(killed, mirror('etcd', [], 'old', {}))).toBe(false);
  });
});

describe('an Event that a component emitted', () => {
  const SERVED = { groupVersion: 'events.k8s.io/v1', resource: 'events', namespace: 'kube-system', name: 'x.1' };

  /** The same Events, listed in the form that calls the count otherwise. */
  function runServing(before: StoredObject, after: StoredObject, countAfter: number): Run {
    const run = runWith(before, after, 2);
    for (const [index, checkpoint] of run.checkpoints.entries()) {
      for (const view of [checkpoint.arrival, checkpoint.departure]) {
        const [like] = view.surface.resources;
        view.surface.resources.push({ ...like!, ...SERVED, kind: 'Event', storageVersionHash: 'hash' });
        const { metadata } = (index < 2 ? before : after).content as { metadata: JsonRecord };
        view.served.push({ ...SERVED, content: { metadata, deprecatedCount: index < 2 ? 1 : countAfter } });
      }
    }
    return run;
  }

  const event = (writers: readonly Writer[], count: number): StoredObject => {
    const metadata = { name: 'x.1', namespace: 'kube-system', managedFields: signed(writers) };
    const involvedObject = { kind: 'Pod', namespace: 'kube-system', name: 'kube-scheduler-control-plane' };
    const content = { metadata, involvedObject, reason: 'Started', source: { component: 'kubelet' }, count };
    return stored({ key: '/registry/events/kube-system/x.1', apiVersion: 'v1', kind: 'Event', content });
  };
  const subject = 'v1 Event kube-system/(Started of Pod kube-system/kube-scheduler-control-plane by kubelet)';

  it('may count that it happened again, and may not be altered behind the server', () => {
    const writer = (time: string): Writer => ({ manager: 'kubelet', time });
    const again = judge(runWith(event([writer(EARLY)], 1), event([writer(LATE)], 2), 2));
    expect(ofContent(violations(again))).toEqual([]);
    expect(ofContent(notes(again))).toContain(`content-unchanged | ${subject}`);

    const altered = judge(runWith(event([writer(EARLY)], 1), event([writer(EARLY)], 2), 2));
    expect(ofContent(violations(altered))).toEqual([`content-unchanged | ${subject}`]);
  });

  it('is served with its new count, and may not be served otherwise while its data is the same', () => {
    const writer = (time: string): Writer => ({ manager: 'kubelet', time });
    const of = (found: readonly string[]): string[] => found.filter((line) => line.startsWith('served-unchanged'));
    const again = judge(runServing(event([writer(EARLY)], 1), event([writer(LATE)], 2), 2));
    expect(of(violations(again))).toEqual([]);
    expect(of(notes(again)).join()).toContain('events.k8s.io/v1 Event');

    const same = event([writer(EARLY)], 1);
    expect(of(violations(judge(runServing(same, same, 2)))).join()).toContain('events.k8s.io/v1 Event');
  });
});
