import { describe, expect, it } from 'vitest';
import { withoutMadeUp } from './made-up.js';

const UID = '9d47da28-cb3a-4a65-ae78-cf55b0026919';

describe('what a server makes up for each object', () => {
  it.each([
    ['2026-11-25T10:30:50Z', '<time>'],
    ['2026-11-25T10:30:50.123456Z', '<time>'],
    [UID, '<uid>'],
    ['kube-api-access-6ggff', '<token volume>'],
    ['10.96.0.1', '<service address>'],
    ['10.111.255.255', '<service address>'],
    ['198.19.2.0', '<service address>'],
    [`X509SHA256=${'4c'.repeat(32)}`, '<credential>'],
  ])('%s is shown by its form', (value, form) => {
    expect(withoutMadeUp({ a: [value] }, { a: [] })).toEqual({ a: [form] });
  });

  it.each([
    '2026-11-25',
    '10.112.0.1',
    '10.95.0.1',
    `${UID}x`,
    'kube-api-access-',
    'X509SHA256=4c',
    '',
    'default',
    'None',
  ])('%j has no such form and is kept: a real change is seen through the rule', (value) => {
    expect(withoutMadeUp({ a: value }, {})).toEqual({ a: value });
  });

  it('what was sent is kept even in such a form, so that a server that changes it is seen', () => {
    const sent = { spec: { at: '2026-01-01T00:00:00Z', uid: UID, clusterIP: '10.96.0.9' } };
    const changed = { spec: { at: '2027-01-01T00:00:00Z', uid: UID, clusterIP: '10.96.0.7' } };
    expect(withoutMadeUp(changed, sent)).toEqual(changed);
  });

  it('ports are made up only in fields for node ports, and only in their range', () => {
    const answered = {
      nodePort: 31_000,
      healthCheckNodePort: 32_767,
      port: 31_000,
      targetPort: 80,
      ports: [{ nodePort: 29_999 }],
    };
    expect(withoutMadeUp(answered, {})).toEqual({
      ...answered,
      nodePort: '<node port>',
      healthCheckNodePort: '<node port>',
    });
  });

  it('a missing, null or empty value is neither made up nor equal to one', () => {
    expect(withoutMadeUp({ a: null, b: {}, c: [] }, {})).toEqual({ a: null, b: {}, c: [] });
  });
});
