import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusEntry } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append, bump, editAt, flip, textOf } from './edit.js';

const CORE = ['v1'] as const;

/** The wave's namespace; everything namespaced lives in it, so it is made first. */
export const NAMESPACES: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: CORE,
    resource: 'namespaces',
    kind: 'Namespace',
    namespaced: false,
    name: (context) => context.namespace,
    metadata: () => ({
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged', 'resource.kubernetes.io/admin-access': 'true' },
    }),
    body: () => ({ spec: { finalizers: ['kubernetes'] } }),
  }),
];

/** What pods refer to and must therefore exist before them. */
export const CONFIGURATION: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: CORE,
    resource: 'configmaps',
    kind: 'ConfigMap',
    namespaced: true,
    body: () => ({ data: { a: 'text', 'b.json': '{"b": 1}' }, binaryData: { c: 'AAEC/w==' }, immutable: false }),
    edit: (object) => editAt(object, ['data', 'changes'], (old) => `${Number(old ?? 0) + 1}`),
  }),
  defineEntry({
    groupVersions: CORE,
    resource: 'configmaps',
    kind: 'ConfigMap',
    namespaced: true,
    variant: 'finalized',
    metadata: () => ({ finalizers: [`${DOMAIN}/keep`] }),
    body: () => ({ data: { a: 'kept by a finalizer' }, immutable: true }),
  }),
  defineEntry({
    groupVersions: CORE,
    resource: 'configmaps',
    kind: 'ConfigMap',
    namespaced: true,
    variant: 'owned',
    owner: 'v1 configmaps',
    body: () => ({ data: { a: 'owned by another object of the wave' } }),
    edit: (object) => editAt(object, ['data', 'changes'], (old) => `${Number(old ?? 0) + 1}`),
  }),
  defineEntry({
    groupVersions: CORE,
    resource: 'secrets',
    kind: 'Secret',
    namespaced: true,
    body: () => ({ type: 'Opaque', data: { a: 'AAEC/w==' }, immutable: false }),
    edit: (object) => editAt(object, ['data', 'a'], (old) => (old === 'AAEC/w==' ? 'AQID/w==' : 'AAEC/w==')),
  }),
  defineEntry({
    groupVersions: CORE,
    resource: 'serviceaccounts',
    kind: 'ServiceAccount',
    namespaced: true,
    body: (context) => ({
      automountServiceAccountToken: false,
      imagePullSecrets: [{ name: nameOf(context) }],
      secrets: [{ name: nameOf(context) }],
    }),
    edit: flip('automountServiceAccountToken'),
  }),
];

/** Limits come after the workloads, which name all of their requests and limits anyway. */
export const LIMITS: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: CORE,
    resource: 'limitranges',
    kind: 'LimitRange',
    namespaced: true,
    body: () => ({
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '100m', memory: '64Mi' },
            defaultRequest: { cpu: '10m', memory: '16Mi' },
            min: { cpu: '1m', memory: '1Mi' },
            max: { cpu: '8', memory: '8Gi' },
            maxLimitRequestRatio: { cpu: '100' },
          },
        ],
      },
    }),
    edit: (object) =>
      editAt(object, ['spec', 'limits', 0, 'max', 'cpu'], (old) => `${Number(typeof old === 'string' ? old : 8) + 1}`),
  }),
  defineEntry({
    groupVersions: CORE,
    resource: 'resourcequotas',
    kind: 'ResourceQuota',
    namespaced: true,
    body: () => ({
      spec: {
        hard: { pods: '500', 'requests.cpu': '500', 'count/widgets.rehearse.example.com': '500' },
        scopes: ['NotTerminating'],
        scopeSelector: {
          matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['rehearse-none'] }],
        },
      },
    }),
    edit: (object) =>
      editAt(object, ['spec', 'hard', 'pods'], (old) => `${Number(typeof old === 'string' ? old : 500) + 1}`),
  }),
];

/** Services with endpoints that are written by hand, and the ones that the controllers write. */
export const SERVICES: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: CORE,
    resource: 'services',
    kind: 'Service',
    namespaced: true,
    body: () => ({
      spec: {
        type: 'NodePort',
        ports: [{ name: 'web', port: 80, targetPort: 'http', protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' }],
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
        externalTrafficPolicy: 'Local',
        internalTrafficPolicy: 'Cluster',
        trafficDistribution: 'PreferClose',
        externalIPs: ['192.0.2.100'],
        ipFamilyPolicy: 'SingleStack',
        ipFamilies: ['IPv4'],
        publishNotReadyAddresses: true,
        selector: { 'app.kubernetes.io/name': 'none' },
      },
    }),
    edit: bump('spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'),
  }),
  defineEntry({
    groupVersions: CORE,
    resource: 'services',
    kind: 'Service',
    namespaced: true,
    variant: 'balanced',
    body: () => ({
      spec: {
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        loadBalancerClass: `${DOMAIN}/none`,
        loadBalancerIP: '192.0.2.101',
        loadBalancerSourceRanges: ['192.0.2.0/24'],
        ports: [{ port: 443 }],
      },
    }),
    afterwards: () => [
      {
        subresource: 'status',
        patch: {
          status: {
            loadBalancer: {
              ingress: [
                {
                  ip: '192.0.2.101',
                  hostname: 'balanced.example.com',
                  ipMode: 'VIP',
                  ports: [{ port: 443, protocol: 'TCP', error: 'example.com/none' }],
                },
              ],
            },
            conditions: [
              {
                type: `${DOMAIN}/Provisioned`,
                status: 'True',
                observedGeneration: 1,
                lastTransitionTime: '2026-01-01T00:00:00Z',
                reason: 'Rehearsed',
                message: 'written by the corpus',
              },
            ],
          },
        },
      },
    ],
    edit: append((n) => `198.51.100.${n}/32`, 'spec', 'loadBalancerSourceRanges'),
  }),
  defineEntry({
    groupVersions: CORE,
    resource: 'services',
    kind: 'Service',
    namespaced: true,
    variant: 'external',
    body: () => ({ spec: { type: 'ExternalName', externalName: 'service.example.com' } }),
    edit: (object) => editAt(object, ['spec', 'externalName'], (old) => `x.${textOf(old)}`),
  }),
  defineEntry({
    groupVersions: CORE,
    resource: 'services',
    kind: 'Service',
    namespaced: true,
    variant: 'manual',
    body: () => ({ spec: { type: 'ClusterIP', clusterIP: 'None', ports: [{ name: 'web', port: 80 }] } }),
    edit: append((n) => ({ name: `extra-${n}`, port: 8000 + n }), 'spec', 'ports'),
  }),
  // Endpoints without a service of the same name are deleted by the endpoints controller; those of a service without a
  // selector are left alone.
  defineEntry({
    groupVersions: CORE,
    resource: 'endpoints',
    kind: 'Endpoints',
    namespaced: true,
    name: (context) => nameOf(context, 'manual'),
    metadata: () => ({ labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }),
    body: (context) => ({
      subsets: [
        {
          addresses: [address(context.namespace, '192.0.2.110', 'ready')],
          notReadyAddresses: [address(context.namespace, '192.0.2.111', 'pending')],
          ports: [{ name: 'web', port: 80, protocol: 'TCP', appProtocol: 'http' }],
        },
      ],
    }),
    edit: append((n) => ({ name: `extra-${n}`, port: 8000 + n, protocol: 'TCP' }), 'subsets', 0, 'ports'),
  }),
];

function address(
  namespace: string,
  ip: string,
  hostname: string,
): { [key: string]: string | { [key: string]: string } } {
  return {
    ip,
    hostname,
    nodeName: 'rehearse-none',
    targetRef: {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace,
      name: 'rehearse-none',
      uid: '00000000-0000-4000-8000-000000000001',
      resourceVersion: '1',
      fieldPath: 'spec',
    },
  };
}
