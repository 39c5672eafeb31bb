import { describe, expect, it } from 'vitest';
import { decodeStored } from './decode.js';
import { message } from './testing/message.js';
import { inEnvelope } from './testing/stored-sample.js';

describe('decodeStored as served', () => {
  const served = (kind: string, raw: Uint8Array): unknown =>
    decodeStored(inEnvelope('v1', kind, raw), { presence: 'served' }).content;

  it('drops zero values that Go omits and keeps the zero behind a pointer', () => {
    const metadata = message([1, 'a'], [2, ''], [8, '']);
    const token = message([1, metadata], [4, 0]);
    expect(served('ServiceAccount', token)).toEqual({ metadata: { name: 'a' }, automountServiceAccountToken: false });
  });

  it('adds the zero values that Go always writes', () => {
    expect(served('Pod', message([2, message([2, message([1, 'app'])])]))).toEqual({
      metadata: {},
      spec: { containers: [{ name: 'app', resources: {} }] },
      status: {},
    });
    expect(served('Event', message())).toMatchObject({
      firstTimestamp: null,
      involvedObject: {},
      reportingComponent: '',
    });
  });

  it('completes fields that the JSON inlines', () => {
    const env = message([1, 'A'], [3, message([4, message([1, ''], [2, 'key'])])]);
    const pod = message([2, message([2, message([1, 'app'], [7, env])])]);
    expect(served('Pod', pod)).toMatchObject({
      spec: { containers: [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { key: 'key' } } }] }] },
    });
  });
});
