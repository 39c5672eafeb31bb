import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../model/observation.js';
import type { DecodedValue } from './decode.js';
import { redactSecretContent, redactSecrets } from './redact.js';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decoded(kind: string, content: Json): DecodedValue {
  return { encoding: 'protobuf', apiVersion: 'v1', kind, content, unknownFields: [] };
}

describe('redactSecrets', () => {
  it('replaces every value by the hash of its bytes and keeps the keys', () => {
    const secret = decoded('Secret', {
      metadata: { name: 's' },
      type: 'Opaque',
      data: { user: base64('admin'), empty: '' },
      stringData: { user: 'admin' },
    });
    expect(redactSecrets(secret)).toEqual({
      ...secret,
      content: {
        metadata: { name: 's' },
        type: 'Opaque',
        data: { user: sha256('admin'), empty: sha256('') },
        stringData: { user: sha256('admin') },
      },
    });
  });

  it('redacts what kubectl applied last, and hashes that annotation whole when it is not an object', () => {
    const applied = { apiVersion: 'v1', kind: 'Secret', data: { p: base64('hunter2') }, stringData: { q: 'hunter2' } };
    const annotations = { [LAST_APPLIED]: JSON.stringify(applied), other: 'kept', constructor: 'kept' };
    expect(redactSecretContent({ metadata: { annotations } })).toEqual({
      metadata: {
        annotations: {
          [LAST_APPLIED]: JSON.stringify({
            ...applied,
            data: { p: sha256('hunter2') },
            stringData: { q: sha256('hunter2') },
          }),
          other: 'kept',
          constructor: 'kept',
        },
      },
    });
    expect(redactSecretContent({ metadata: { annotations: { [LAST_APPLIED]: '{"data":' } } })).toEqual({
      metadata: { annotations: { [LAST_APPLIED]: sha256('{"data":') } },
    });
  });

  it('keeps the field names in managedFields and hashes values there', () => {
    const fieldsV1 = { 'f:data': { '.': {}, 'f:password': {}, 'v:"hunter2"': {} }, 'f:type': {} };
    expect(redactSecretContent({ metadata: { managedFields: [{ manager: 'm', fieldsV1 }] } })).toEqual({
      metadata: {
        managedFields: [
          {
            manager: 'm',
            fieldsV1: { 'f:data': { '.': {}, 'f:password': {}, [`v:${sha256('"hunter2"')}`]: {} }, 'f:type': {} },
          },
        ],
      },
    });
  });

  it('leaves other kinds and undecodable values alone', () => {
    const configMap = decoded('ConfigMap', { data: { a: 'b' } });
    expect(redactSecrets(configMap)).toBe(configMap);
    expect(redactSecrets(decoded('Secret', null)).content).toBeNull();
  });

  it('hashes text that is not clean base64 as it is', () => {
    expect(redactSecretContent({ data: { a: 'abc!' } })).toEqual({ data: { a: sha256('abc!') } });
  });

  it('never lets a value through, and shows every change', () => {
    // 20 characters or more, so that a value cannot appear in a hash or a key by chance
    const value = fc.string({ minLength: 20, maxLength: 40 });
    const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { minKeys: 1 });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const secret = (content: Record<string, string>): Json => {
          const data = Object.fromEntries(Object.entries(content).map(([key, text]) => [key, base64(text)]));
          const annotations = { [LAST_APPLIED]: JSON.stringify({ data, stringData: content }) };
          return { metadata: { annotations }, data, stringData: content };
        };
        const redacted = redactSecretContent(secret(one));
        const text = JSON.stringify(redacted);
        for (const hidden of Object.values(one)) {
          expect(text).not.toContain(base64(hidden));
          expect(text).not.toContain(JSON.stringify(hidden).slice(1, -1));
        }
        const same = JSON.stringify(redactSecretContent(secret(other))) === text;
        expect(same).toBe(JSON.stringify(secret(one)) === JSON.stringify(secret(other)));
      }),
    );
  });
});
