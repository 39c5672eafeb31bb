import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { decodeStored } from './decode.js';
import { message } from './testing/message.js';
import { encode, inEnvelope } from './testing/stored-sample.js';

const CORE = 'k8s.io.api.core.v1';

describe('decodeStored', () => {
  it('knows what a cut off object was', () => {
    const value = inEnvelope('v1', 'Pod', encode(`${CORE}.Pod`, { f1: { f1: 'web' } }));
    const decoded = decodeStored(value.subarray(0, value.length - 6));
    expect(decoded).toMatchObject({ encoding: 'unknown', apiVersion: 'v1', kind: 'Pod', content: null });
    expect(decoded.problem).toMatch(/^envelope: cut off/);
  });

  it('lists a field that no release has by its path, number and wire type', () => {
    const container = message([1, 'app'], [1047, 5]);
    const spec = message([2, message([1, 'first'])], [2, container], [2047, 'x']);
    const raw = message([1, message([11, message([1, 'a'], [2, 'b'], [3, 1])])], [2, spec], [99, 7]);
    const { content, unknownFields, problem } = decodeStored(inEnvelope('v1', 'Pod', raw));
    expect(unknownFields).toEqual([
      'metadata.labels.#3 (varint)',
      'spec.containers[1].#1047 (varint)',
      'spec.#2047 (bytes)',
      '#99 (varint)',
    ]);
    expect(content).toEqual({
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ name: 'first' }, { name: 'app' }] },
    });
    expect(problem).toBeUndefined();
  });

  it('names the message of an unknown field where the JSON inlines it, and the key in a map of messages', () => {
    const volume = message([1, 'data'], [2, message([77, 1])]);
    const pod = decodeStored(inEnvelope('v1', 'Pod', message([2, message([1, volume])])));
    expect(pod.unknownFields).toEqual(['spec.volumes[0].volumeSource.#77 (varint)']);
    const claim = message([1, message([1, message([2, message([9, 1])], [1, 'cpu'])])]);
    const quota = decodeStored(inEnvelope('v1', 'ResourceQuota', message([2, claim.subarray(2)])));
    expect(quota.unknownFields).toEqual(['spec.hard["cpu"].#9 (varint)']);
  });

  it('lists unknown groups and fixed-width fields, and fields of the envelope', () => {
    const raw = protobuf.Writer.create();
    raw
      .uint32(50 * 8 + 3)
      .uint32(8)
      .uint32(1)
      .uint32(50 * 8 + 4);
    raw
      .uint32(51 * 8 + 1)
      .double(1)
      .uint32(52 * 8 + 5)
      .float(1);
    const value = Buffer.concat([inEnvelope('v1', 'ConfigMap', raw.finish()), message([9, 'new'])]);
    const { unknownFields } = decodeStored(value);
    expect(unknownFields).toEqual(['envelope.#9 (bytes)', '#50 (group)', '#51 (fixed64)', '#52 (fixed32)']);
  });

  it('refuses a known field of another wire type, as Kubernetes does', () => {
    const decoded = decodeStored(inEnvelope('apps/v1', 'Deployment', message([2, message([1, 'three'])])));
    expect(decoded).toMatchObject({ encoding: 'unknown', apiVersion: 'apps/v1', kind: 'Deployment', content: null });
    expect(decoded.problem).toContain('spec.replicas: bytes where varint belongs');
  });

  it('tells zero from absent', () => {
    const zero = message([1, 0], [5, 0]);
    expect(decodeStored(inEnvelope('apps/v1', 'Deployment', message([2, zero]))).content).toEqual({
      spec: { replicas: 0, minReadySeconds: 0 },
    });
    expect(decodeStored(inEnvelope('apps/v1', 'Deployment', message([2, '']))).content).toEqual({ spec: {} });
  });

  it('merges a message that comes in two pieces and takes the last of two values', () => {
    const raw = message([1, message([1, 'old'])], [1, message([1, 'new'], [3, 'ns'])]);
    const { content } = decodeStored(inEnvelope('v1', 'ConfigMap', raw));
    expect(content).toEqual({ metadata: { name: 'new', namespace: 'ns' } });
  });

  it('reads packed numbers', () => {
    const context = message([4, Uint8Array.from([1, 0xac, 0x02])]);
    const { content } = decodeStored(inEnvelope('v1', 'Pod', message([2, message([14, context])])));
    expect(content).toEqual({ spec: { securityContext: { supplementalGroups: [1, 300] } } });
  });

  it('keeps a map key that would be special to JavaScript', () => {
    const entry = message([1, '__proto__'], [2, 'value']);
    const { content } = decodeStored(inEnvelope('v1', 'ConfigMap', message([2, entry])));
    expect(JSON.stringify(content)).toBe('{"data":{"__proto__":"value"}}');
  });

  it('says where text is not UTF-8', () => {
    const raw = message([1, message([1, Uint8Array.from([0x61, 0xff])])]);
    const { content, problem } = decodeStored(inEnvelope('v1', 'ConfigMap', raw));
    expect(content).toEqual({ metadata: { name: 'a\uFFFD' } });
    expect(problem).toBe('metadata.name: text that is not UTF-8');
    const honest = decodeStored(inEnvelope('v1', 'ConfigMap', message([1, message([1, 'a\uFFFD'])])));
    expect(honest.problem).toBeUndefined();
  });

  it('refuses nesting that no Kubernetes type has', () => {
    let schema = message();
    for (let depth = 0; depth < 1000; depth += 1) schema = message([28, schema]);
    const value = inEnvelope(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      message([2, message([7, message([4, message([1, schema])])])]),
    );
    expect(decodeStored(value)).toMatchObject({ encoding: 'unknown', content: null });
  });

  it('keeps the type of a kind that no known release has', () => {
    const decoded = decodeStored(inEnvelope('example.com/v9', 'Thing', message([1, 'x'])));
    expect(decoded).toMatchObject({ encoding: 'protobuf', apiVersion: 'example.com/v9', kind: 'Thing', content: null });
    expect(decoded.problem).toContain('has the message of example.com/v9 Thing');
  });

  it('decodes kinds that only older releases have', () => {
    const raw = encode('k8s.io.api.storagemigration.v1alpha1.StorageVersionMigration', { f1: { f1: 'old' } });
    const decoded = decodeStored(inEnvelope('storagemigration.k8s.io/v1alpha1', 'StorageVersionMigration', raw));
    expect(decoded.content).toEqual({ metadata: { name: 'old' } });
  });

  it.each([
    ['contentEncoding', 3, 'gzip'],
    ['contentType', 4, 'application/cbor'],
  ])('refuses an envelope whose %s it does not know', (_, number, text) => {
    const value = Buffer.concat([inEnvelope('v1', 'ConfigMap', message()), message([number, text])]);
    expect(decodeStored(value)).toMatchObject({
      encoding: 'unknown',
      content: null,
      problem: expect.stringContaining(text) as unknown,
    });
  });

  it('decodes an object embedded in an object, with its unknown fields', () => {
    const inner = inEnvelope('v1', 'ConfigMap', message([1, message([1, 'inner'])], [88, 1]));
    const { content, unknownFields } = decodeStored(
      inEnvelope('apps/v1', 'ControllerRevision', message([2, message([1, inner])], [3, 4])),
    );
    expect(content).toEqual({
      data: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'inner' } },
      revision: 4,
    });
    expect(unknownFields).toEqual(['data.#88 (varint)']);
  });

  it('reads JSON, with integers beyond the safe range as text', () => {
    const text =
      '{"apiVersion":"x.io/v1","kind":"Widget","spec":{"big":9007199254740993,"text":"9007199254740993","n":1}}';
    expect(decodeStored(Buffer.from(text))).toEqual({
      encoding: 'json',
      apiVersion: 'x.io/v1',
      kind: 'Widget',
      content: { spec: { big: '9007199254740993', text: '9007199254740993', n: 1 } },
      unknownFields: [],
    });
  });

  it('says when JSON has no type, and never quotes what it cannot read', () => {
    expect(decodeStored(Buffer.from('{"a":1}'))).toMatchObject({
      encoding: 'json',
      content: { a: 1 },
      problem: expect.any(String) as unknown,
    });
    const broken = decodeStored(Buffer.from('{"kind":"Secret","data":{"password":"aHVudGVyMg==",}}'));
    expect(broken).toMatchObject({ encoding: 'unknown', content: null });
    expect(JSON.stringify(broken)).not.toContain('aHVudGVyMg');
  });

  it('names the provider of an encrypted value', () => {
    const decoded = decodeStored(Buffer.from('k8s:enc:aescbc:v1:key1:\u0001\u0002'));
    expect(decoded).toMatchObject({
      encoding: 'encrypted',
      content: null,
      problem: 'encrypted at rest (aescbc:v1:key1)',
    });
  });

  it.each(['', '12345', 'k8s', '\u0000\u0001'])('calls %j unknown', (text) => {
    expect(decodeStored(Buffer.from(text))).toMatchObject({
      encoding: 'unknown',
      problem: expect.any(String) as unknown,
    });
  });
});
