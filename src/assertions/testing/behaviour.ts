import type { Answer, ApiDescription, Behaviour } from '../../model/behaviour.js';
import { NEW_ORACLE } from './plan.js';

const OPERATIONS: ApiDescription['operations'] = {
  'GET /api/v1/namespaces/{namespace}/configmaps/{name}': {
    '': '{"x-kubernetes-action":"get"}',
    'parameter query pretty': '{"type":"string"}',
    'response 200': '{"schema":"ConfigMap"}',
  },
  'PUT /apis/apps/v1/namespaces/{namespace}/deployments/{name}/status': {
    '': '{"x-kubernetes-action":"put"}',
    'required parameter body body': '',
  },
  'GET /version/': { '': '{"operationId":"getCodeVersion"}' },
};

const SCHEMAS: ApiDescription['schemas'] = {
  'io.k8s.api.core.v1.ConfigMap': {
    '': '{"type":"object"}',
    'is v1 ConfigMap': '',
    data: '{"type":"object"}',
    'required data': '',
  },
  'io.k8s.api.apps.v1.DeploymentStrategy': { '': '{"type":"object"}', type: '{"type":"string"}', 'type=Recreate': '' },
  'io.k8s.api.scheduling.v1alpha2.Workload': { '': '{"type":"object"}', spec: '{"type":"object"}' },
};

const FIELDS_OF_THE_NEW: ApiDescription['schemas'] = {
  'io.k8s.api.core.v1.ConfigMap': { ...SCHEMAS['io.k8s.api.core.v1.ConfigMap'], brandNew: '{"type":"string"}' },
};

const ANSWERS: readonly Answer[] = [
  {
    question: 'v1 configmaps',
    topic: 'validation',
    status: 201,
    warnings: [],
    refusal: null,
    object: { data: { a: 'b' }, immutable: false },
  },
  {
    question: 'v1 configmaps with 7 at data.a',
    topic: 'validation',
    status: 422,
    warnings: ['unknown field "x"'],
    refusal: { reason: 'Invalid', message: '', causes: { 'data FieldValueInvalid': 'must be a word' } },
    object: null,
  },
  {
    question: 'ServiceAccount adds the default account',
    topic: 'admission',
    status: 201,
    warnings: [],
    refusal: null,
    object: { spec: { serviceAccountName: 'default' } },
  },
];

/** What a server that acts as the oracle's version shows and answers; nothing in it is shared, so a test can break one of two. */
export function behaviourOf(oracleId: string): Behaviour {
  const isNew = oracleId === NEW_ORACLE;
  const description = (): ApiDescription =>
    structuredClone({ operations: OPERATIONS, schemas: { ...SCHEMAS, ...(isNew ? FIELDS_OF_THE_NEW : {}) } });
  return {
    openapi: { v2: description(), v3: description() },
    answers: structuredClone([...ANSWERS, includes(isNew)]),
    admission: ['NamespaceLifecycle admit CREATE', 'ServiceAccount admit CREATE', 'ServiceAccount validate CREATE'],
    problems: [],
  };
}

function includes(isTaken: boolean): Answer {
  return {
    question: 'rule with lists v1 (1.37)',
    topic: 'cel-new',
    status: isTaken ? 201 : 422,
    warnings: [],
    refusal: isTaken
      ? null
      : { reason: 'Invalid', message: '', causes: { 'spec FieldValueInvalid': 'undeclared reference' } },
    object: isTaken ? { spec: {} } : null,
  };
}
