import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append, bump, swap } from './edit.js';
import { labelSelector } from './pod-template.js';

const NETWORKING = ['networking.k8s.io/v1'] as const;

/** Traffic rules and addresses; nothing here has a controller but the service CIDR. */
export const NETWORK: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: NETWORKING,
    resource: 'ingressclasses',
    kind: 'IngressClass',
    namespaced: false,
    body: () => ({
      spec: {
        controller: `${DOMAIN}/ingress`,
        parameters: {
          apiGroup: DOMAIN,
          kind: 'Parameters',
          name: 'none',
          scope: 'Namespace',
          namespace: 'rehearse-none',
        },
      },
    }),
    edit: swap('none', 'other', 'spec', 'parameters', 'name'),
  }),
  defineEntry({
    groupVersions: NETWORKING,
    resource: 'ingresses',
    kind: 'Ingress',
    namespaced: true,
    body: (context) => ({
      spec: {
        ingressClassName: nameOf(context),
        defaultBackend: { service: { name: nameOf(context), port: { name: 'web' } } },
        tls: [{ hosts: ['rehearse.example.com'], secretName: nameOf(context) }],
        rules: [
          {
            host: 'rehearse.example.com',
            http: {
              paths: [
                {
                  path: '/number',
                  pathType: 'Prefix',
                  backend: { service: { name: nameOf(context), port: { number: 80 } } },
                },
                {
                  path: '/bucket',
                  pathType: 'Exact',
                  backend: { resource: { apiGroup: DOMAIN, kind: 'Bucket', name: 'none' } },
                },
              ],
            },
          },
        ],
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
                  ip: '192.0.2.140',
                  hostname: 'ingress.example.com',
                  ports: [{ port: 443, protocol: 'TCP', error: 'example.com/none' }],
                },
              ],
            },
          },
        },
      },
    ],
    edit: append((n) => ({ host: `extra-${n}.example.com` }), 'spec', 'rules'),
  }),
  defineEntry({
    groupVersions: NETWORKING,
    resource: 'networkpolicies',
    kind: 'NetworkPolicy',
    namespaced: true,
    body: () => {
      const peers = [
        { podSelector: labelSelector(), namespaceSelector: labelSelector() },
        { ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] } },
      ];
      const ports = [{ protocol: 'TCP', port: 8000, endPort: 8010 }];
      return {
        spec: {
          podSelector: labelSelector(),
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ from: peers, ports }],
          egress: [{ to: peers, ports }],
        },
      };
    },
    edit: bump('spec', 'ingress', 0, 'ports', 0, 'endPort'),
  }),
  defineEntry({
    groupVersions: NETWORKING,
    resource: 'servicecidrs',
    kind: 'ServiceCIDR',
    namespaced: false,
    body: (context) => ({ spec: { cidrs: [`198.19.${context.index}.0/28`] } }),
  }),
  // without the allocator's label the API server's repair loop leaves an address alone
  defineEntry({
    groupVersions: NETWORKING,
    resource: 'ipaddresses',
    kind: 'IPAddress',
    namespaced: false,
    name: (context) => addressOf(context),
    body: (context) => ({
      spec: {
        parentRef: { group: DOMAIN, resource: 'gateways', namespace: context.namespace, name: nameOf(context) },
      },
    }),
  }),
  defineEntry({
    groupVersions: ['discovery.k8s.io/v1'],
    resource: 'endpointslices',
    kind: 'EndpointSlice',
    namespaced: true,
    metadata: (context) => ({
      labels: { 'kubernetes.io/service-name': nameOf(context), 'endpointslice.kubernetes.io/managed-by': DOMAIN },
    }),
    body: (context) => ({
      addressType: 'IPv4',
      ports: [{ name: 'web', port: 80, protocol: 'TCP', appProtocol: 'http' }],
      endpoints: [
        {
          addresses: ['192.0.2.150'],
          hostname: 'one',
          nodeName: 'rehearse-none',
          zone: 'zone-a',
          conditions: { ready: true, serving: true, terminating: false },
          hints: { forZones: [{ name: 'zone-a' }], forNodes: [{ name: 'rehearse-none' }] },
          targetRef: {
            apiVersion: 'v1',
            kind: 'Pod',
            namespace: context.namespace,
            name: 'none',
            uid: '00000000-0000-4000-8000-000000000005',
            resourceVersion: '1',
            fieldPath: 'spec',
          },
        },
      ],
    }),
    edit: append((n) => ({ name: `extra-${n}`, port: 8000 + n, protocol: 'TCP' }), 'ports'),
  }),
];

/** An address of the range for benchmarks, one for each wave. */
function addressOf(context: CorpusContext): string {
  return `198.18.${context.index}.1`;
}
