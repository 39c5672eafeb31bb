import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../model/observation.js';
import { normalise, scalarsOf, type NormalisationCounts } from './normalise.js';

const NOW = Date.parse('2026-05-05T10:00:00Z');
const ANSWERED = {
  metadata: { name: 'x', uid: 'u-1', creationTimestamp: '2026-05-05T10:00:00Z', managedFields: [{ manager: 'm' }] },
  spec: {
    clusterIP: '10.0.0.7',
    uid: 'mine',
    volumes: [{ name: 'kube-api-access-abcde' }],
    at: '2026-05-05T09:59:59Z',
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${'0a'.repeat(32)}`] },
  },
};

describe('normalising an answer', () => {
  it('takes out what is another at every request, and counts how often', () => {
    const counts: NormalisationCounts = {};
    const sent = scalarsOf({ metadata: { name: 'x' }, spec: { uid: 'mine' } });
    expect(normalise(ANSWERED, sent, NOW, counts)).toEqual({
      metadata: { name: 'x', uid: '<object identity>', creationTimestamp: '<object identity>' },
      spec: {
        clusterIP: '<allocated address>',
        uid: 'mine',
        volumes: [{ name: '<random name>' }],
        at: '<time of the request>',
        extra: { 'authentication.kubernetes.io/credential-id': ["<the asker's certificate>"] },
      },
    });
    expect(counts).toEqual({
      'object identity': 2,
      'allocated address': 1,
      'random name': 1,
      'time of the request': 1,
      "the asker's certificate": 1,
    });
  });

  it('takes out the uid of the object wherever it stands', () => {
    const job = { metadata: { uid: 'u-1' }, spec: { selector: { 'controller-uid': 'u-1', other: 'u-2' } } };
    expect(normalise(job, new Set(), NOW)).toMatchObject({
      spec: { selector: { 'controller-uid': '<object identity>', other: 'u-2' } },
    });
  });

  it('leaves times alone that are not of the request', () => {
    const old = { spec: { at: '2026-01-01T00:00:00Z' } };
    expect(normalise(old, new Set(), NOW)).toEqual(old);
  });

  it('hides no value that was sent, whatever it looks like', () => {
    const like = fc.constantFrom(
      'kube-api-access-abcde',
      `X509SHA256=${'0a'.repeat(32)}`,
      '2026-05-05T10:00:00Z',
      '10.0.0.9',
      30_000,
      'u-2',
    );
    const name = fc.constantFrom('uid', 'clusterIP', 'nodePort', 'resourceVersion', 'field');
    fc.assert(
      fc.property(name, like, (field, value) => {
        const object: Json = { metadata: { [field]: value }, spec: { [field]: value } };
        expect(normalise(object, scalarsOf(object), NOW)).toEqual(object);
      }),
    );
  });
});
