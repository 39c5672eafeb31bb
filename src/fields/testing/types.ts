import { Types, type NamedSchema, type Schema } from '../schema.js';

const ref = (type: string): Schema => ({ $ref: `#/components/schemas/${type}` });

/** A kind with what makes real ones difficult: unions, lists of named items, maps, required members, and a type inside itself. */
export const DOCUMENT: Record<string, Schema> = {
  Pod: {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: ref('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'),
      spec: ref('Spec'),
      status: { allOf: [ref('Status')], description: 'as seen', default: {} } as Schema,
    },
    'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Pod' }],
  },
  PodList: {
    type: 'object',
    properties: { items: { type: 'array', items: ref('Pod') } },
    'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Pod' }],
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': { type: 'object', properties: { name: { type: 'string' } } },
  Spec: {
    type: 'object',
    required: ['volumes'],
    properties: {
      volumes: { type: 'array', items: ref('Volume') },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      limits: { type: 'object', additionalProperties: ref('Limit') },
      mode: { type: 'string', enum: ['Fast', '', 'Slow'], description: 'Needs the SpeedModes feature gate.' },
      inner: ref('Inner'),
    },
  },
  Volume: {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, empty: ref('Empty'), nfs: ref('Nfs') },
  },
  Empty: { type: 'object' },
  Nfs: {
    type: 'object',
    required: ['server', 'path'],
    properties: { server: { type: 'string' }, path: { type: 'string' }, readOnly: { type: 'boolean' } },
  },
  Limit: { type: 'object', properties: { max: { type: 'integer' } } },
  Inner: { type: 'object', properties: { word: { type: 'string' }, inner: ref('Inner') } },
  Status: { type: 'object', properties: { phase: { type: 'string' } } },
};

export const TYPES = new Types(DOCUMENT);

/** The root of the kind in {@link DOCUMENT}. */
export const ROOT = TYPES.ofKind('apps/v1', 'Pod') as NamedSchema;
