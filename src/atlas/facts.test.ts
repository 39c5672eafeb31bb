import { expect, it } from 'vitest';
import type { Answer } from '../model/behaviour.js';
import type { FeatureGate, SelfDescription, StoredObject } from '../model/observation.js';
import {
  admissionFacts,
  celFacts,
  fieldFacts,
  gateFacts,
  gateValues,
  objectFacts,
  settingFacts,
  withoutOwn,
} from './facts.js';

const gate = (name: string, enabled: boolean, stage: string): FeatureGate => ({ name, enabled, stage });

it('a gate that is the same everywhere is said once, another one by component', () => {
  const facts = gateFacts({
    'kube-apiserver': [gate('A', true, ''), gate('B', true, 'BETA'), gate('C', false, 'ALPHA')],
    'kube-controller-manager': [gate('A', true, ''), gate('B', false, 'BETA')],
    'kube-scheduler': [gate('A', true, ''), gate('B', true, 'BETA')],
  });
  expect(facts).toEqual({
    A: 'on, GA',
    B: 'on, BETA in kube-apiserver, kube-scheduler; off, BETA in kube-controller-manager',
    C: 'off, ALPHA in kube-apiserver',
  });
  expect(gateValues(facts['B']!)).toEqual(['on, BETA', 'off, BETA']);
});

it('an expression is accepted, refused with its causes, or not asked where the resource is not served', () => {
  const answer = (question: string, status: number, refusal: Answer['refusal']): Answer => ({
    question,
    topic: 'cel-new',
    status,
    warnings: [],
    refusal,
    object: null,
  });
  expect(
    celFacts([
      answer('a', 201, null),
      answer('b', 422, {
        reason: 'Invalid',
        message: '',
        causes: { 'spec.rule FieldValueInvalid': 'no such function' },
      }),
      answer('c', 404, { reason: 'NotFound', message: 'not found', causes: {} }),
    ]),
  ).toEqual({ a: 'accepted', b: 'refused: spec.rule FieldValueInvalid: no such function', c: 'not served' });
});

it('an admission plugin is told by what it does when something is created', () => {
  expect(admissionFacts(['A admit CREATE', 'A validate CREATE', 'B validate UPDATE'])).toEqual({
    A: 'admit, validate',
  });
});

it('fields are those of the published schemas, each schema itself among them', () => {
  expect(fieldFacts({ operations: {}, schemas: { Pod: { '': 'object', spec: 'PodSpec' } } })).toEqual({
    Pod: 'object',
    'Pod.spec': 'PodSpec',
  });
});

it('what two starts make up differently is not in the default objects', () => {
  const stored = (key: string, uid: string, port: number, ca: string): StoredObject => ({
    key,
    createRevision: 1,
    modRevision: 1,
    sha256: '',
    encoding: 'protobuf',
    apiVersion: 'v1',
    kind: 'Service',
    content: { metadata: { name: 'kubernetes', uid }, spec: { targetPort: port, ca } },
    unknownFields: [],
  });
  const one = objectFacts(
    [stored('/registry/services/a', '1', 41111, '-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n')],
    withoutOwn('/one', { 'kube-apiserver': 41111 }),
  );
  const other = objectFacts(
    [
      stored('/registry/services/a', '2', 52222, '-----BEGIN CERTIFICATE-----\nB\n-----END CERTIFICATE-----\n'),
      stored('/registry/leases/kube-system/x', '3', 1, ''),
    ],
    withoutOwn('/other', { 'kube-apiserver': 52222 }),
  );
  expect(one).toEqual(other);
  expect(one['services/a']).toContain('<port of kube-apiserver>');
});

it('settings are the flags and leaves that a component shows, without the folder and the ports of one cluster', () => {
  const nothing: SelfDescription = { goVersion: '', statusz: null, flagz: null, configz: null };
  const shown = settingFacts(
    {
      'kube-apiserver': {
        ...nothing,
        flagz: { 'watch-cache-sizes': '[b#0,a#0]', 'secure-port': '41111', 'cert-dir': '/work/pki' },
      },
      'kube-controller-manager': {
        ...nothing,
        configz: { c: { GCIgnoredResources: [{ Group: 'b' }, { Group: 'a' }], empty: {} } },
      },
      'kube-scheduler': nothing,
    },
    withoutOwn('/work', { 'kube-apiserver': 41111 }),
  );
  expect(shown).toEqual({
    'kube-apiserver --watch-cache-sizes': '[a#0,b#0]',
    'kube-apiserver --secure-port': '<port of kube-apiserver>',
    'kube-apiserver --cert-dir': '<dir>/pki',
    'kube-controller-manager c.GCIgnoredResources[0].Group': '"a"',
    'kube-controller-manager c.GCIgnoredResources[1].Group': '"b"',
    'kube-controller-manager c.empty': '{}',
  });
});
