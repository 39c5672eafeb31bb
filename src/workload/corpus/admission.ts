import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { bump, swap } from './edit.js';

const GROUP = 'admissionregistration.k8s.io';

/**
 * Admission that concerns nothing: webhooks look at a group that nobody serves, policies at objects with a label that
 * nobody sets.
 */
export const ADMISSION: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: [`${GROUP}/v1`],
    resource: 'validatingwebhookconfigurations',
    kind: 'ValidatingWebhookConfiguration',
    namespaced: false,
    body: () => ({ webhooks: [webhook('service', inCluster()), webhook('url', byUrl())] }),
    edit: bump('webhooks', 0, 'timeoutSeconds'),
  }),
  defineEntry({
    groupVersions: [`${GROUP}/v1`],
    resource: 'mutatingwebhookconfigurations',
    kind: 'MutatingWebhookConfiguration',
    namespaced: false,
    body: () => ({
      webhooks: [
        { ...webhook('service', inCluster()), reinvocationPolicy: 'IfNeeded' },
        { ...webhook('url', byUrl()), reinvocationPolicy: 'Never' },
      ],
    }),
    edit: bump('webhooks', 0, 'timeoutSeconds'),
  }),
  defineEntry({
    groupVersions: [`${GROUP}/v1`],
    resource: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    namespaced: false,
    body: () => ({
      spec: {
        failurePolicy: 'Ignore',
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConstraints: matchResources(),
        matchConditions: [{ name: 'never', expression: 'false' }],
        variables: [{ name: 'size', expression: 'object.metadata.name.size()' }],
        validations: [
          {
            expression: 'variables.size > 0',
            message: 'a name is needed',
            messageExpression: "'a name is needed, not ' + object.metadata.name",
            reason: 'Invalid',
          },
        ],
        auditAnnotations: [{ key: 'size', valueExpression: 'string(variables.size)' }],
      },
    }),
    edit: swap('false', '1 > 2', 'spec', 'matchConditions', 0, 'expression'),
  }),
  defineEntry({
    groupVersions: [`${GROUP}/v1`],
    resource: 'validatingadmissionpolicybindings',
    kind: 'ValidatingAdmissionPolicyBinding',
    namespaced: false,
    body: (context) => ({
      spec: {
        policyName: nameOf(context),
        paramRef: { name: 'none', namespace: 'rehearse-none', parameterNotFoundAction: 'Allow' },
        matchResources: matchResources(),
        validationActions: ['Deny', 'Audit'],
      },
    }),
    edit: swap('none', 'other', 'spec', 'paramRef', 'name'),
  }),
  defineEntry({
    groupVersions: [`${GROUP}/v1`, `${GROUP}/v1beta1`, `${GROUP}/v1alpha1`],
    resource: 'mutatingadmissionpolicies',
    kind: 'MutatingAdmissionPolicy',
    namespaced: false,
    body: () => ({
      spec: {
        failurePolicy: 'Ignore',
        reinvocationPolicy: 'IfNeeded',
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConstraints: matchResources(),
        matchConditions: [{ name: 'never', expression: 'false' }],
        variables: [{ name: 'size', expression: 'object.metadata.name.size()' }],
        mutations: [
          {
            patchType: 'ApplyConfiguration',
            applyConfiguration: {
              expression: "Object{metadata: Object.metadata{labels: {'size': string(variables.size)}}}",
            },
          },
          {
            patchType: 'JSONPatch',
            jsonPatch: {
              expression: "[JSONPatch{op: 'add', path: '/metadata/labels/seen', value: string(variables.size)}]",
            },
          },
        ],
      },
    }),
    edit: swap('false', '1 > 2', 'spec', 'matchConditions', 0, 'expression'),
  }),
  defineEntry({
    groupVersions: [`${GROUP}/v1`, `${GROUP}/v1beta1`, `${GROUP}/v1alpha1`],
    resource: 'mutatingadmissionpolicybindings',
    kind: 'MutatingAdmissionPolicyBinding',
    namespaced: false,
    body: (context) => ({
      spec: {
        policyName: nameOf(context),
        paramRef: {
          namespace: 'rehearse-none',
          parameterNotFoundAction: 'Allow',
          selector: { matchLabels: { never: 'true' }, matchExpressions: [{ key: 'never', operator: 'Exists' }] },
        },
        matchResources: matchResources(),
      },
    }),
    edit: swap('Allow', 'Deny', 'spec', 'paramRef', 'parameterNotFoundAction'),
  }),
];

function selectors(): JsonObject {
  const selector = {
    matchLabels: { [`${DOMAIN}/never`]: 'true' },
    matchExpressions: [{ key: `${DOMAIN}/never`, operator: 'In', values: ['true'] }],
  };
  return { namespaceSelector: selector, objectSelector: selector };
}

function rule(): JsonObject {
  return {
    apiGroups: [`none.${DOMAIN}`],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: ['nothings'],
    scope: 'Namespaced',
  };
}

function matchResources(): JsonObject {
  return {
    ...selectors(),
    matchPolicy: 'Exact',
    resourceRules: [
      {
        apiGroups: [''],
        apiVersions: ['v1'],
        operations: ['CREATE'],
        resources: ['configmaps'],
        resourceNames: ['none'],
      },
      { ...rule(), resourceNames: ['none'] },
    ],
    excludeResourceRules: [{ ...rule(), resourceNames: ['none'] }],
  };
}

function webhook(name: string, clientConfig: JsonObject): JsonObject {
  return {
    name: `${name}.${DOMAIN}`,
    clientConfig,
    ...selectors(),
    rules: [rule()],
    matchConditions: [{ name: 'never', expression: 'false' }],
    matchPolicy: 'Exact',
    failurePolicy: 'Ignore',
    sideEffects: 'None',
    timeoutSeconds: 3,
    admissionReviewVersions: ['v1'],
  };
}

function inCluster(): JsonObject {
  return { service: { namespace: 'rehearse-none', name: 'none', path: '/admit', port: 8443 } };
}

function byUrl(): JsonObject {
  return { url: 'https://webhook.example.com/admit' };
}
