import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { remove, viewsFrom, violations } from '../testing/edit.js';
import { CONFIG_MAP, ROLE, ORPHAN, plant } from '../testing/plant.js';
import { rehearsal } from '../testing/rehearsal.js';

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
