import { DOMAIN } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append, bump } from './edit.js';

/** A wave's own API: its definition, and the registration of the definition's group version. */
export const EXTENSIONS: readonly CorpusEntry[] = [
  // Local (no service) and named like the one the server would make for the definition, so it really serves something:
  // a registered group version without resources would break every client that walks discovery. It comes first because
  // the server leaves a registration alone that it did not make.
  defineEntry({
    groupVersions: ['apiregistration.k8s.io/v1'],
    resource: 'apiservices',
    kind: 'APIService',
    namespaced: false,
    name: (context) => `v1.${groupOfWave(context)}`,
    body: (context) => ({
      spec: { group: groupOfWave(context), version: 'v1', groupPriorityMinimum: 1000, versionPriority: 100 },
    }),
    edit: bump('spec', 'versionPriority'),
  }),
  defineEntry({
    groupVersions: ['apiextensions.k8s.io/v1'],
    resource: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
    namespaced: false,
    name: definitionName,
    body: (context) => ({
      spec: {
        group: groupOfWave(context),
        scope: 'Namespaced',
        conversion: { strategy: 'None' },
        names: {
          plural: 'widgets',
          singular: 'widget',
          kind: 'Widget',
          listKind: 'WidgetList',
          shortNames: [`wg${context.wave}`],
          categories: ['rehearse'],
        },
        versions: [version('v1', true, false), version('v1beta1', false, true)],
      },
    }),
    edit: append((n) => ({ name: `Extra${n}`, type: 'string', jsonPath: '.spec.text' }), ...columns()),
  }),
];

/** Objects of the wave's own API. Their group carries the wave, so they are made for a wave, not once for all. */
export function customEntries(context: CorpusContext): readonly CorpusEntry[] {
  return ['v1', 'v1beta1'].map((version) =>
    defineEntry({
      groupVersions: [`${groupOfWave(context)}/${version}`],
      resource: 'widgets',
      kind: 'Widget',
      namespaced: true,
      variant: version === 'v1' ? '' : version,
      definition: definitionName(context),
      owner: version === 'v1' ? 'v1 configmaps' : `${groupOfWave(context)}/v1 widgets`,
      metadata: () => ({ finalizers: [`${DOMAIN}/keep`] }),
      body: () => ({
        spec: {
          text: 'one',
          replicas: 1,
          ratio: 0.5,
          on: true,
          port: 80,
          map: { a: 'b' },
          free: { any: ['x', 1, null] },
        },
      }),
      afterwards: () => [{ subresource: 'status', patch: { status: { replicas: 1, selector: 'a=b' } } }],
      edit: bump('spec', 'replicas'),
    }),
  );
}

/** Name of the wave's definition. */
export function definitionName(context: CorpusContext): string {
  return `widgets.${groupOfWave(context)}`;
}

function groupOfWave(context: CorpusContext): string {
  return `${context.wave}.${DOMAIN}`;
}

function columns(): readonly (string | number)[] {
  return ['spec', 'versions', 0, 'additionalPrinterColumns'];
}

function version(name: string, storage: boolean, deprecated: boolean): JsonObject {
  return {
    name,
    served: true,
    storage,
    ...(deprecated && { deprecated, deprecationWarning: 'use v1' }),
    subresources: {
      status: {},
      scale: {
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
        labelSelectorPath: '.status.selector',
      },
    },
    selectableFields: [{ jsonPath: '.spec.text' }],
    additionalPrinterColumns: [
      {
        name: 'Text',
        type: 'string',
        format: 'byte',
        description: 'the text',
        priority: 1,
        jsonPath: '.spec.text',
      },
    ],
    schema: { openAPIV3Schema: schema() },
  };
}

function schema(): JsonObject {
  return {
    type: 'object',
    title: 'Widget',
    description: 'A thing of the rehearsal.',
    required: ['spec'],
    externalDocs: { description: 'more', url: 'https://example.com/widgets' },
    'x-kubernetes-validations': [
      {
        rule: "self.spec.text != 'forbidden'",
        message: 'not that text',
        messageExpression: "'not ' + self.spec.text",
        reason: 'FieldValueInvalid',
        fieldPath: '.spec.text',
      },
    ],
    properties: {
      spec: {
        type: 'object',
        minProperties: 1,
        maxProperties: 20,
        properties: {
          text: {
            type: 'string',
            default: 'one',
            minLength: 1,
            maxLength: 64,
            pattern: '^[a-z]+$',
            example: 'one',
            enum: ['one', 'two'],
          },
          replicas: { type: 'integer', format: 'int32', minimum: 0, maximum: 100, exclusiveMaximum: true, default: 1 },
          ratio: { type: 'number', multipleOf: 0.5, minimum: 0, exclusiveMinimum: true, nullable: true },
          on: { type: 'boolean' },
          port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
          map: { type: 'object', additionalProperties: { type: 'string' }, 'x-kubernetes-map-type': 'granular' },
          list: {
            type: 'array',
            minItems: 0,
            maxItems: 10,
            items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
          },
          set: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          embedded: {
            type: 'object',
            'x-kubernetes-embedded-resource': true,
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
        allOf: [{ not: { properties: { text: { enum: ['three'] } } } }],
        oneOf: [{ required: ['text'] }],
      },
      status: {
        type: 'object',
        properties: { replicas: { type: 'integer' }, selector: { type: 'string' } },
      },
    },
  };
}
