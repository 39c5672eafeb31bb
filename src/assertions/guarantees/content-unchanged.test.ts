import { describe, expect, it } from 'vitest';
import { judge } from '../judge.js';
import { alter, inconclusives, stopOf, storedAt, viewsFrom, violations, withValue } from '../testing/edit.js';
import { CONFIG_MAP, ROLE, plant } from '../testing/plant.js';
import { rehearsal } from '../testing/rehearsal.js';
import { checksum } from '../testing/world.js';

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
