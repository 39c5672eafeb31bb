import { describe, expect, it } from 'vitest';
import {
  emittedEventSubject,
  generalSubject,
  inEveryRun,
  identityOf,
  nameOfStored,
  subjectOf,
  withoutWave,
} from './object-identity.js';
import { stored } from './testing/world.js';

describe('the names of objects', () => {
  it('are apiVersion, kind, namespace and name', () => {
    const name = { groupVersion: 'apps/v1', kind: 'Deployment', namespace: 'a', name: 'b' };
    expect(subjectOf(name)).toBe('apps/v1 Deployment a/b');
    expect(subjectOf({ ...name, namespace: '' })).toBe('apps/v1 Deployment b');
  });

  it('are the same object in every version, and in both groups of Event, but not in another group', () => {
    const at = (groupVersion: string, kind: string): string =>
      identityOf({ groupVersion, kind, namespace: 'a', name: 'b' });
    expect(at('autoscaling/v1', 'HPA')).toBe(at('autoscaling/v2', 'HPA'));
    expect(at('v1', 'Event')).toBe(at('events.k8s.io/v1', 'Event'));
    expect(at('v1', 'Pod')).not.toBe(at('metrics.k8s.io/v1', 'Pod'));
  });

  it('are unknown for values that cannot be decoded or carry none', () => {
    const value = { key: 'k', apiVersion: 'v1', kind: 'X', content: { metadata: { name: 'a' } } };
    expect(nameOfStored(stored(value))).toEqual({ groupVersion: 'v1', kind: 'X', namespace: '', name: 'a' });
    expect(nameOfStored(stored({ ...value, content: { metadata: {} } }))).toBeNull();
    expect(nameOfStored(stored({ ...value, content: null }))).toBeNull();
    expect(nameOfStored(stored({ ...value, encoding: 'encrypted' }))).toBeNull();
  });
});

describe('the subject of an emitted Event', () => {
  const event = { groupVersion: 'v1', kind: 'Event', namespace: 'kube-system', name: 'scheduler.17a' };
  const about = { kind: 'Lease', namespace: 'kube-system', name: 'scheduler' };

  it('is what it reports, not its own name, its time or its count', () => {
    const content = { reason: 'LeaderElection', involvedObject: about, source: { component: 'default' } };
    const again = { ...content, count: 7, lastTimestamp: 'later', metadata: { name: 'scheduler.17b' } };
    expect(emittedEventSubject(event, content)).toBe(
      'v1 Event kube-system/(LeaderElection of Lease kube-system/scheduler by default)',
    );
    expect(emittedEventSubject({ ...event, name: 'scheduler.17b' }, again)).toBe(emittedEventSubject(event, content));
  });

  it('reads the form of events.k8s.io as well', () => {
    const content = { reason: 'LeaderElection', regarding: about, reportingController: 'default' };
    expect(emittedEventSubject({ ...event, groupVersion: 'events.k8s.io/v1' }, content)).toBe(
      'events.k8s.io/v1 Event kube-system/(LeaderElection of Lease kube-system/scheduler by default)',
    );
  });

  it('tells reasons, objects and reporters apart', () => {
    const content = { reason: 'A', involvedObject: about, source: { component: 'x' } };
    const all = [
      content,
      { ...content, reason: 'B' },
      { ...content, involvedObject: { ...about, name: 'other' } },
      { ...content, source: { component: 'y' } },
      { ...content, source: {} },
    ];
    expect(new Set(all.map((each) => emittedEventSubject(event, each))).size).toBe(all.length);
  });
});

describe('generalSubject', () => {
  it.each([
    [
      'coordination.k8s.io/v1 Lease kube-system/apiserver-wlv32tlttr4jl3gtroqexyxapa',
      'coordination.k8s.io/v1 Lease kube-system/apiserver-{identity}',
    ],
    [
      '/registry/peerserverleases/apiserver-wlv32tlttr4jl3gtroqexyxapa',
      '/registry/peerserverleases/apiserver-{identity}',
    ],
    [
      'apps/v1 ReplicaSet rehearse-w00/rehearse-w00-58df879947',
      'apps/v1 ReplicaSet rehearse-{wave}/rehearse-{wave}-{hash}',
    ],
    [
      'apps/v1 ControllerRevision rehearse-w11/rehearse-w11-idle-b997f6548',
      'apps/v1 ControllerRevision rehearse-{wave}/rehearse-{wave}-idle-{hash}',
    ],
    ['v1 ConfigMap rehearse-w03/rehearse-w03', 'v1 ConfigMap rehearse-{wave}/rehearse-{wave}'],
  ])('leaves out what is another one in each wave or on each machine: %s', (subject, general) => {
    expect(generalSubject(subject)).toBe(general);
  });

  it.each([
    'v1 Secret ns/apiserver-wlv32tlttr4jl3gtroqexyxap',
    'v1 Secret ns/apiserver-wlv32tlttr4jl3gtroqexyxapa2',
    'v1 Secret ns/kube-apiserver-wlv32tlttr4jl3gtroqexyxapa',
    'v1 Secret ns/apiserver-wlv32tlttr4jl3gtroqexyxap1',
    'v1 Secret ns/apiserver-wlv32tlttr4jl3gtroqexyxapa-key',
    'v1 Pod ns/name-58df879947',
    'apps/v1 ReplicaSet ns/name',
    'apps/v1 ReplicaSet ns/name-58df8',
    'apps/v1 ReplicaSet ns/name-58df87994-idle',
    'apps/v1 ReplicaSet ns/name-58dea79947',
  ])('leaves everything else as it is: %s', (subject) => {
    expect(generalSubject(subject)).toBe(subject);
  });
});

describe('withoutWave', () => {
  it('replaces the number of a wave wherever it is a word of its own', () => {
    expect(withoutWave('v1 ConfigMap rehearse-w03/rehearse-w03-idle')).toBe(
      'v1 ConfigMap rehearse-{wave}/rehearse-{wave}-idle',
    );
    expect(withoutWave('w12.rehearse.example.com/v1 widgets')).toBe('{wave}.rehearse.example.com/v1 widgets');
    expect(withoutWave('rehearse-w199')).toBe('rehearse-{wave}');
  });

  it('leaves everything else', () => {
    for (const name of ['v1 Node w1', 'window03', 'new03', 'w03x', 'v1 ConfigMap a/b'])
      expect(withoutWave(name)).toBe(name);
  });
});

describe('inEveryRun', () => {
  it.each([
    ['v1 Pod a/web-5b57f6f78f-z84p5', 'v1 Pod a/web-{suffix}'],
    ['v1 Pod rehearse-w00/rehearse-w00-cjs5d', 'v1 Pod rehearse-{wave}/rehearse-{wave}-{suffix}'],
    ['discovery.k8s.io/v1 EndpointSlice a/web-dsj9x', 'discovery.k8s.io/v1 EndpointSlice a/web-{suffix}'],
    [
      'certificates.k8s.io/v1 CertificateSigningRequest csr-24z54',
      'certificates.k8s.io/v1 CertificateSigningRequest csr-{suffix}',
    ],
    ['networking.k8s.io/v1 IPAddress 10.104.41.202', 'networking.k8s.io/v1 IPAddress {address}'],
    ['networking.k8s.io/v1beta1 IPAddress 2001:db8::1', 'networking.k8s.io/v1beta1 IPAddress {address}'],
    ['batch/v1 Job a/nightly-29453760', 'batch/v1 Job a/nightly-{minute}'],
  ])('has no name that a run makes up: %s', (subject, name) => {
    expect(inEveryRun(subject)).toBe(name);
  });

  it.each([
    'v1 Pod a/web-0',
    'v1 Pod kube-system/etcd-control-plane',
    'v1 ConfigMap a/web-dsj9x',
    'networking.k8s.io/v1 ServiceCIDR kubernetes',
    'batch/v1 Job a/nightly-2945376',
  ])('leaves everything else as it is: %s', (subject) => {
    expect(inEveryRun(subject)).toBe(subject);
  });
});
