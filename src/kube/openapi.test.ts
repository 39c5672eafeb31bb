import { describe, expect, it } from 'vitest';
import { describeApi, mergeDescriptions } from './openapi.js';

const V2 = {
  paths: {
    '/api/v1/pods': {
      parameters: [{ $ref: '#/parameters/pretty-x' }],
      get: {
        description: 'list pods',
        tags: ['core'],
        operationId: 'listPods',
        produces: ['application/json'],
        parameters: [{ name: 'limit', in: 'query', type: 'integer', description: 'how many' }],
        responses: { '200': { description: 'OK', schema: { $ref: '#/definitions/Pod' } } },
      },
      put: {
        parameters: [{ name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/Pod' } }],
        responses: {},
      },
    },
    '/apis/w00.example.com/v1/widgets': { get: { responses: {} } },
  },
  parameters: { 'pretty-x': { name: 'pretty', in: 'query', type: 'string', uniqueItems: true } },
  definitions: {
    Pod: {
      description: 'a pod',
      type: 'object',
      required: ['spec'],
      properties: {
        spec: { description: 'words', $ref: '#/definitions/Spec' },
        description: { type: 'string', description: 'a field that is called so' },
        phase: { type: 'string', enum: ['Running', 'Failed'], default: 'Running' },
        labels: { type: 'object', additionalProperties: { type: 'string', default: '' } },
      },
      'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }],
    },
    Widget: {
      type: 'object',
      'x-kubernetes-group-version-kind': [{ group: 'w00.example.com', version: 'v1', kind: 'Widget' }],
    },
  },
};

describe('an OpenAPI description', () => {
  const described = describeApi(V2, (group) => group === 'w00.example.com');

  it('has every operation with its parameters, also those of its path and those named elsewhere', () => {
    expect(described.operations['GET /api/v1/pods']).toEqual({
      '': '{"operationId":"listPods"}',
      'parameter query pretty': '{"type":"string","uniqueItems":true}',
      'parameter query limit': '{"type":"integer"}',
      'gives application/json': '',
      'response 200': '{"schema":{"$ref":"#/definitions/Pod"}}',
    });
    expect(described.operations['PUT /api/v1/pods']).toMatchObject({ 'required parameter body body': '' });
  });

  it('has each field, value and requirement of a schema by itself, and none of the prose', () => {
    expect(described.schemas['Pod']).toEqual({
      '': '{"type":"object"}',
      'required spec': '',
      'is v1 Pod': '',
      spec: '{"$ref":"#/definitions/Spec"}',
      description: '{"type":"string"}',
      phase: '{"default":"Running","type":"string"}',
      'phase=Running': '',
      'phase=Failed': '',
      labels: '{"additionalProperties":{"type":"string"},"type":"object"}',
    });
  });

  it('leaves out what CustomResourceDefinitions serve', () => {
    expect(Object.keys(described.operations)).toEqual(['GET /api/v1/pods', 'PUT /api/v1/pods']);
    expect(Object.keys(described.schemas)).toEqual(['Pod']);
  });

  it('takes a zero default and a wrapper around one reference for what they mean, and any other default for a change', () => {
    const ofField = (field: object): string | undefined =>
      describeApi({ components: { schemas: { A: { properties: { field } } } } }).schemas['A']?.['field'];
    const plain = ofField({ $ref: '#/components/schemas/B' });
    expect(ofField({ allOf: [{ $ref: '#/components/schemas/B' }], default: {} })).toBe(plain);
    expect(ofField({ allOf: [{ $ref: '#/components/schemas/B' }], default: { a: 1 } })).not.toBe(plain);
    expect(ofField({ allOf: [{ $ref: '#/components/schemas/B' }, { type: 'object' }] })).not.toBe(plain);
    for (const zero of ['', 0, false, null, {}, []]) {
      expect(ofField({ type: 'string', default: zero })).toBe(ofField({ type: 'string' }));
    }
    for (const value of ['x', 1, true, ['']]) {
      expect(ofField({ type: 'string', default: value })).not.toBe(ofField({ type: 'string' }));
    }
  });

  it('goes into schemas inside schemas', () => {
    const inner = { type: 'object', required: ['b'], properties: { b: { type: 'string', enum: ['x'] } } };
    expect(describeApi({ definitions: { A: { properties: { a: inner } } } }).schemas['A']).toEqual({
      '': '{}',
      a: '{"type":"object"}',
      'required a.b': '',
      'a.b': '{"type":"string"}',
      'a.b=x': '',
    });
  });

  it('reads the bodies of version 3', () => {
    const operation = {
      requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/x' } } } },
      responses: { '201': { description: 'Created', content: { 'application/json': { schema: { $ref: '#/x' } } } } },
    };
    expect(describeApi({ paths: { '/a': { post: operation } } }).operations['POST /a']).toEqual({
      '': '{}',
      'takes application/json': '{"schema":{"$ref":"#/x"}}',
      'required body': '',
      'response 201': '{}',
      'response 201 application/json': '{"schema":{"$ref":"#/x"}}',
    });
  });
});

describe('several documents of one server', () => {
  const one = (members: Record<string, string>): ReturnType<typeof describeApi> => ({
    operations: {},
    schemas: { Options: members },
  });

  it('add up where each tells its own part', () => {
    const merged = mergeDescriptions([
      ['apps/v1', one({ '': '{}', 'is apps/v1 Options': '' })],
      ['batch/v1', one({ '': '{}', 'is batch/v1 Options': '' })],
    ]);
    expect(merged.schemas).toEqual({ Options: { '': '{}', 'is apps/v1 Options': '', 'is batch/v1 Options': '' } });
  });

  it('are both kept where they contradict each other', () => {
    const merged = mergeDescriptions([
      ['apps/v1', one({ a: '{"type":"string"}' })],
      ['batch/v1', one({ a: '{"type":"integer"}' })],
    ]);
    expect(merged.schemas).toEqual({
      Options: { a: '{"type":"string"}' },
      'Options in batch/v1': { a: '{"type":"integer"}' },
    });
  });
});
