import { describe, expect, it } from 'vitest';
import type { Checkpoint, StoredObject } from '../../src/model/observation.js';
import type { Verdict } from '../../src/model/verdict.js';
import { sampleEntry, sampleFinding, sampleVerdict } from '../../src/reporters/testing/sample-run.js';
import { acrossProviders, sightingsOf, type Sightings } from '../support/across-providers.js';

function run(found: readonly [string, string][], objects: readonly string[]): Sightings {
  return { found: found.map(([guarantee, subject]) => ({ guarantee, subject })), objects: new Set(objects) };
}

function stored(apiVersion: string, kind: string, metadata: object, more: object = {}): StoredObject {
  return {
    key: JSON.stringify(metadata),
    createRevision: 1,
    modRevision: 1,
    sha256: '',
    encoding: 'protobuf',
    apiVersion,
    kind,
    content: { metadata, ...more } as never,
    unknownFields: [],
  };
}

function sightings(verdict: Partial<Verdict>, store: readonly StoredObject[]): Sightings {
  const seen = { surface: { resources: [] }, store, served: [], problems: [] };
  return sightingsOf(sampleVerdict(verdict), [{ arrival: seen, departure: seen } as unknown as Checkpoint]);
}

describe('two runs on two providers', () => {
  const gate: [string, string] = ['gates', 'kube-apiserver gate A'];
  const node: [string, string] = ['content-unchanged', 'v1 Node control-plane'];

  it('agree where both found the same', () => {
    const { both, different } = acrossProviders(run([gate], []), run([gate], []));
    expect(both).toHaveLength(1);
    expect(different).toEqual([]);
  });

  it('are not told apart by an object that only one of the clusters has, and it is listed', () => {
    const comparison = acrossProviders(run([], []), run([node], ['Node control-plane']));
    expect(comparison).toMatchObject({ different: [], subjectOfOneOnly: [{ subject: node[1] }] });
  });

  it.each<[string, Sightings, Sightings]>([
    ['an object that both clusters have', run([node], ['Node control-plane']), run([], ['Node control-plane'])],
    ['an object that neither cluster shows', run([node], []), run([], [])],
    ['something that is no object', run([gate], []), run([], [])],
    [
      'the same subject by another guarantee',
      run([['keys-kept', node[1]]], ['Node control-plane']),
      run([node], ['Node control-plane']),
    ],
  ])('differ in %s, whichever is asked first', (_, a, b) => {
    expect(acrossProviders(a, b).different.length).toBeGreaterThan(0);
    expect(acrossProviders(b, a).different).toHaveLength(acrossProviders(a, b).different.length);
  });
});

describe('what a run found', () => {
  it('is what it weighed and what it accepted, once each, by the names of every run', () => {
    const finding = sampleFinding({
      guarantee: 'workloads',
      subject: 'v1 Pod rehearse-w02/rehearse-w02-running-5c556fbf8f-sltml',
    });
    const job = sampleFinding({
      guarantee: 'workloads',
      subject: 'v1 Pod rehearse-w02/rehearse-w02-running-29453760-1-bqzbp',
    });
    const bundle = sampleFinding({
      guarantee: 'keys-kept',
      subject:
        'certificates.k8s.io/v1beta1 ClusterTrustBundle kubernetes.io:kube-apiserver-serving:4cf3c34ead3b1ef1d4ea47d5',
    });
    const accepted = {
      entry: sampleEntry({ guarantee: 'gates', subject: 'kube-apiserver gate A' }),
      step: '',
      before: null,
      after: 1,
    };
    expect(sightings({ findings: [finding, finding, job, bundle], expected: [accepted] }, []).found).toEqual([
      { guarantee: 'workloads', subject: 'v1 Pod rehearse-{wave}/rehearse-{wave}-running-{suffix}' },
      { guarantee: 'workloads', subject: 'v1 Pod rehearse-{wave}/rehearse-{wave}-running-{minute}-1-{suffix}' },
      {
        guarantee: 'keys-kept',
        subject: 'certificates.k8s.io/v1beta1 ClusterTrustBundle kubernetes.io:kube-apiserver-serving:{hash}',
      },
      { guarantee: 'gates', subject: 'kube-apiserver gate A' },
    ]);
  });

  it('has no Event that a component emitted, and has one that a client wrote', () => {
    const emitted = sampleFinding({ subject: 'v1 Event kube-system/(Created of Pod kube-system/etcd by kubelet)' });
    const written = sampleFinding({ subject: 'v1 Event rehearse-w00/rehearse-w00' });
    expect(sightings({ findings: [emitted, written] }, []).found).toMatchObject([
      { subject: 'v1 Event rehearse-{wave}/rehearse-{wave}' },
    ]);
  });

  it('is about objects of any version', () => {
    const { objects } = sightings({}, [stored('storage.k8s.io/v1', 'CSINode', { name: 'control-plane' })]);
    expect([...objects]).toEqual(['CSINode control-plane']);
  });
});
