import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, StoredObject } from '../model/observation.js';
import { compareRewrite, metadataOf, subjectOf } from './rollback-facts.js';

type Content = Readonly<Record<string, Json>>;

let serial = 0;

/** A stored object with these fields; every one has bytes of its own. */
function stored(content: Content | null, more: Partial<StoredObject> = {}): StoredObject {
  return {
    key: '/registry/deployments/ns/web',
    createRevision: 2,
    modRevision: 3,
    sha256: `sha ${(serial += 1)}`,
    encoding: 'protobuf',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    content: content && { metadata: { name: 'web', namespace: 'ns' }, ...content },
    unknownFields: [],
    ...more,
  };
}

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const field = fc.stringMatching(/^[a-z]{1,8}$/);
const content = fc.dictionary(field, fc.oneof(scalar, fc.array(scalar), fc.dictionary(field, scalar)), {
  noNullPrototype: true,
});

describe('what an object loses on its way through the old release', () => {
  it('is nothing when its content is the same, whatever its bytes', () => {
    fc.assert(
      fc.property(content, (fields) => {
        const left = stored(fields);
        expect(compareRewrite({ left, started: left, rewritten: stored(fields) })).toEqual([]);
      }),
    );
  });

  it('is nothing when the old release only adds', () => {
    fc.assert(
      fc.property(content, content, (fields, added) => {
        const left = stored(fields);
        const rewritten = stored({ ...added, ...fields });
        expect(compareRewrite({ left, started: left, rewritten })).toEqual([]);
      }),
    );
  });

  it('is exactly the field that is gone', () => {
    fc.assert(
      fc.property(content, field, scalar, (fields, gone, value) => {
        const { [gone]: _, ...rest } = fields;
        const left = stored({ ...rest, [gone]: value });
        const facts = compareRewrite({ left, started: left, rewritten: stored(rest) });
        expect(facts.map(({ type, subject, path, before, after }) => ({ type, subject, path, before, after }))).toEqual(
          [{ type: 'field-lost', subject: 'apps/v1 Deployment ns/web', path: gone, before: value, after: null }],
        );
      }),
    );
  });

  it('counts a field that was gone already when the old release had started', () => {
    const left = stored({ spec: { newer: 'x' } });
    const facts = compareRewrite({ left, started: stored({}), rewritten: stored({}) });
    expect(facts).toMatchObject([{ type: 'field-lost', path: 'spec.newer' }]);
  });

  it('has a value that the rewrite changed', () => {
    const left = stored({ spec: { mode: 'a' } });
    const rewritten = stored({ spec: { mode: 'b' } });
    expect(compareRewrite({ left, started: left, rewritten })).toMatchObject([
      { type: 'field-changed', path: 'spec.mode', before: 'a', after: 'b' },
    ]);
  });

  it('has no value that the old release changed while it started: that is its own upkeep', () => {
    const left = stored({ rules: [1] });
    const facts = compareRewrite({ left, started: stored({ rules: [2] }), rewritten: stored({ rules: [2] }) });
    expect(facts).toEqual([]);
  });

  it('has a value that was changed at the start and again by the rewrite', () => {
    const left = stored({ x: 1 });
    const facts = compareRewrite({ left, started: stored({ x: 2 }), rewritten: stored({ x: 3 }) });
    expect(facts).toMatchObject([{ type: 'field-changed', path: 'x', before: 1, after: 3 }]);
  });

  it('leaves out bookkeeping, but not what is only named like it', () => {
    const metadata = { name: 'web', namespace: 'ns' };
    const left = stored({
      metadata: { ...metadata, generation: 1, generationOf: 1, managedFields: [{ manager: 'a' }, { manager: 'b' }] },
    });
    const rewritten = stored({ metadata: { ...metadata, generation: 2, managedFields: [{ manager: 'c' }] } });
    expect(compareRewrite({ left, started: left, rewritten })).toMatchObject([
      { type: 'field-lost', path: 'metadata.generationOf' },
    ]);
  });

  it('leaves out the heartbeat of a lease, and nothing else of it', () => {
    const lease = (renewTime: string, holder: string): StoredObject =>
      stored({ spec: { renewTime, holder } }, { kind: 'Lease', apiVersion: 'coordination.k8s.io/v1' });
    const left = lease('1', 'a');
    expect(compareRewrite({ left, started: left, rewritten: lease('2', 'a') })).toEqual([]);
    expect(compareRewrite({ left, started: left, rewritten: lease('2', 'b') })).toMatchObject([
      { type: 'field-changed', path: 'spec.holder' },
    ]);
  });

  it('has the whole object when it is gone', () => {
    expect(compareRewrite({ left: stored({}), started: stored({}), rewritten: undefined })).toMatchObject([
      { type: 'field-lost', subject: 'apps/v1 Deployment ns/web', path: '', before: '/registry/deployments/ns/web' },
    ]);
  });

  it('has a field that no known release has, once it is dropped', () => {
    const left = stored({}, { unknownFields: ['spec.#1047 (varint)'] });
    expect(compareRewrite({ left, started: left, rewritten: stored({}) })).toMatchObject([
      { type: 'field-lost', path: 'spec.#1047 (varint)' },
    ]);
    const kept = stored({}, { unknownFields: ['spec.#1047 (varint)'] });
    expect(compareRewrite({ left, started: left, rewritten: kept })).toEqual([]);
  });
});

describe('the subject of a stored object', () => {
  it('names version, kind, namespace and name', () => {
    expect(subjectOf(stored({}))).toBe('apps/v1 Deployment ns/web');
    expect(subjectOf(stored({ metadata: { name: 'n1' } }, { apiVersion: 'v1', kind: 'Node' }))).toBe('v1 Node n1');
  });

  it('is the key where nothing could be decoded', () => {
    const unknown = stored(null, { encoding: 'unknown', apiVersion: '', kind: '' });
    expect(subjectOf(unknown)).toBe('/registry/deployments/ns/web');
    expect(metadataOf(unknown)).toBeUndefined();
  });
});
