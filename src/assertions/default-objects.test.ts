import { describe, expect, it } from 'vitest';
import type { Json, StoredObject } from '../model/observation.js';
import { DefaultObjects, isGranted } from './default-objects.js';

function stored(name: string, content: Record<string, Json>, uid = 'ours'): StoredObject {
  const metadata = {
    name,
    uid,
    creationTimestamp: `when ${uid}`,
    managedFields: [{ manager: 'kube-apiserver', time: `when ${uid}` }],
  };
  return {
    key: `/registry/clusterroles/${name}`,
    createRevision: 1,
    modRevision: 1,
    sha256: JSON.stringify([name, uid, content]),
    encoding: 'protobuf',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    content: { metadata, ...content },
    unknownFields: [],
  };
}

const rule = (verbs: readonly string[], resources: readonly string[] = ['leases']): Json => ({
  apiGroups: ['coordination.k8s.io'],
  resources,
  verbs,
});

describe('default objects', () => {
  it('explain an added object that the fresh server has with the same content', () => {
    const fresh = new DefaultObjects([stored('role', { rules: [rule(['get'])] }, 'theirs')]);
    expect(fresh.explainsAdded(stored('role', { rules: [rule(['get'])] }))).toBe(true);
  });

  it('do not explain an added object that the fresh server has with other content, or not at all', () => {
    const fresh = new DefaultObjects([stored('role', { rules: [rule(['get'])] }, 'theirs')]);
    expect(fresh.explainsAdded(stored('role', { rules: [rule(['delete'])] }))).toBe(false);
    expect(fresh.explainsAdded(stored('other', { rules: [rule(['get'])] }))).toBe(false);
  });

  it('know which objects the fresh server writes', () => {
    const fresh = new DefaultObjects([stored('kept', {}, 'theirs')]);
    expect(fresh.has(stored('gone', {}))).toBe(false);
    expect(fresh.has(stored('kept', {}))).toBe(true);
  });

  it('explain nothing when no fresh server was looked at', () => {
    const none = new DefaultObjects([]);
    expect(none.explainsAdded(stored('new', {}))).toBe(false);
    expect(none.explainedPaths(stored('role', { a: 1 }), stored('role', { a: 2 }))).toEqual(new Set());
  });

  it('explain a field that became what the fresh server has, with the signature that goes with it', () => {
    const fresh = new DefaultObjects([stored('role', { a: 2 }, 'theirs')]);
    const paths = fresh.explainedPaths(stored('role', { a: 1 }), stored('role', { a: 2 }, 'ours later'));
    expect([...paths]).toContain('a');
    expect([...paths].some((path) => path.startsWith('metadata.managedFields'))).toBe(true);
  });

  it('do not explain a field that became something else, nor the signature beside it', () => {
    const fresh = new DefaultObjects([stored('role', { a: 2, b: 2 }, 'theirs')]);
    const paths = fresh.explainedPaths(stored('role', { a: 1, b: 1 }), stored('role', { a: 2, b: 3 }, 'ours later'));
    expect([...paths]).toEqual(['a']);
  });

  it('explain a rule added one verb at a time that the fresh server grants together with others', () => {
    const fresh = new DefaultObjects([stored('role', { rules: [rule(['get', 'list'])] }, 'theirs')]);
    const before = stored('role', { rules: [rule(['watch'], ['pods'])] });
    const after = stored('role', { rules: [rule(['watch'], ['pods']), rule(['list'])] });
    expect([...fresh.explainedPaths(before, after)]).toEqual(['rules[1]']);
  });

  it('do not explain a rule that grants more than the fresh server does', () => {
    const fresh = new DefaultObjects([stored('role', { rules: [rule(['get', 'list'])] }, 'theirs')]);
    const before = stored('role', { rules: [] });
    expect(fresh.explainedPaths(before, stored('role', { rules: [rule(['list', 'delete'])] })).size).toBe(0);
    expect(fresh.explainedPaths(before, stored('role', { rules: [rule(['list'], ['secrets'])] })).size).toBe(0);
  });

  it('do not explain a rule for everything by one that is for some names only, nor the other way round', () => {
    const named = { ...(rule(['get']) as Record<string, Json>), resourceNames: ['one'] };
    const fresh = new DefaultObjects([stored('role', { rules: [named] }, 'theirs')]);
    const before = stored('role', { rules: [] });
    expect(fresh.explainedPaths(before, stored('role', { rules: [rule(['get'])] })).size).toBe(0);
    const all = new DefaultObjects([stored('role', { rules: [rule(['get'])] }, 'theirs')]);
    expect(all.explainedPaths(before, stored('role', { rules: [named] })).size).toBe(0);
  });
});

describe('a rule', () => {
  const role = (...rules: readonly Json[]): Json => ({ rules });

  it('is granted when several others grant it together', () => {
    expect(isGranted(rule(['get', 'list']), 'rules[0]', role(rule(['list']), rule(['get', 'watch'])))).toBe(true);
    const two = rule(['get', 'list'], ['leases', 'pods']);
    expect(isGranted(two, 'rules[0]', role(rule(['get', 'list'], ['pods']), rule(['get', 'list'])))).toBe(true);
  });

  it('is not granted when the others leave out one verb of one resource', () => {
    const two = rule(['get', 'list'], ['leases', 'pods']);
    expect(isGranted(two, 'rules[0]', role(rule(['get', 'list'], ['pods']), rule(['get'])))).toBe(false);
  });
});
