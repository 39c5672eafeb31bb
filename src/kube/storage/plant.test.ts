import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInputError } from '../../support/errors.js';
import { decodeStored } from './decode.js';
import { appendUnknownField, replaceBytes, rewriteEnvelope } from './plant.js';
import { message } from './testing/message.js';
import { encode, inEnvelope, storedSample } from './testing/stored-sample.js';

const configMap = inEnvelope(
  'v1',
  'ConfigMap',
  encode('k8s.io.api.core.v1.ConfigMap', { f1: { f1: 'c' }, f2: { colour: 'blue' } }),
);

describe('rewriteEnvelope', { timeout: 60_000 }, () => {
  it('changes the apiVersion and nothing else', () => {
    fc.assert(
      fc.property(storedSample(), ({ value, apiVersion }) => {
        const changed = rewriteEnvelope(value, { apiVersion: 'planted.example.com/v1' });
        expect(decodeStored(changed)).toMatchObject({
          encoding: 'protobuf',
          apiVersion: 'planted.example.com/v1',
          content: null,
        });
        expect(rewriteEnvelope(changed, { apiVersion })).toEqual(new Uint8Array(value));
      }),
    );
  });

  it('changes JSON as well, and refuses what has no apiVersion', () => {
    const json = Buffer.from('{"apiVersion":"x.io/v1","kind":"W","spec":{}}');
    expect(decodeStored(rewriteEnvelope(json, { apiVersion: 'x.io/v2' }))).toMatchObject({
      apiVersion: 'x.io/v2',
      kind: 'W',
    });
    const large = Buffer.from('{"apiVersion":"x.io/v1","kind":"W","n":9007199254740993}');
    expect(() => rewriteEnvelope(large, { apiVersion: 'v1' })).toThrow('would be rounded');
    expect(() => rewriteEnvelope(Buffer.from('123'), { apiVersion: 'v1' })).toThrow(BadInputError);
  });
});

describe('appendUnknownField', { timeout: 60_000 }, () => {
  it('adds a field that the decoder lists, and leaves the content', () => {
    fc.assert(
      fc.property(storedSample(), fc.integer({ min: 1000, max: 0x1fff_ffff }), ({ value, content }, number) => {
        const planted = decodeStored(appendUnknownField(value, number, 1));
        expect(planted).toMatchObject({ content, unknownFields: [`#${number} (varint)`] });
      }),
    );
  });

  it('takes bytes and large numbers too', () => {
    expect(decodeStored(appendUnknownField(configMap, 900, Buffer.from('x'))).unknownFields).toEqual(['#900 (bytes)']);
    const lease = inEnvelope('v1', 'Event', message());
    expect(decodeStored(appendUnknownField(lease, 8, 2n ** 31n - 1n)).content).toEqual({ count: 2147483647 });
  });

  it('refuses JSON, damaged values and impossible numbers', () => {
    expect(() => appendUnknownField(configMap.subarray(0, 20), 900, 1)).toThrow('is damaged already');
    expect(() => appendUnknownField(Buffer.from('{}'), 900, 1)).toThrow(
      'cannot plant a fault: the stored value is not protobuf',
    );
    expect(() => appendUnknownField(configMap, 0, 1)).toThrow(BadInputError);
  });
});

describe('replaceBytes', () => {
  it('replaces every occurrence and leaves the original alone', () => {
    const before = Uint8Array.from(configMap);
    expect(decodeStored(replaceBytes(configMap, 'blue', 'grey')).content).toEqual({
      metadata: { name: 'c' },
      data: { colour: 'grey' },
    });
    expect(Uint8Array.from(configMap)).toEqual(before);
    expect(Buffer.from(replaceBytes(Buffer.from('abcabc'), Buffer.from('bc'), 'xy')).toString()).toBe('axyaxy');
  });

  it('refuses other lengths, nothing, and what is not there', () => {
    expect(() => replaceBytes(configMap, 'blue', 'green')).toThrow('4 bytes cannot be replaced by 5');
    expect(() => replaceBytes(configMap, '', '')).toThrow(BadInputError);
    expect(() => replaceBytes(configMap, 'black', 'white')).toThrow(BadInputError);
  });
});
