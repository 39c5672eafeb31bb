import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusEntry } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append } from './edit.js';

const RBAC = ['rbac.authorization.k8s.io/v1'] as const;
const RULE = {
  apiGroups: [DOMAIN],
  resources: ['nothings'],
  resourceNames: ['none'],
  verbs: ['get'],
};

/** Roles over resources that do not exist, for a user that does not exist. */
export const ACCESS: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: RBAC,
    resource: 'clusterroles',
    kind: 'ClusterRole',
    namespaced: false,
    metadata: (context) => ({ labels: { [`${DOMAIN}/aggregate-to`]: context.wave } }),
    body: () => ({ rules: [RULE, { nonResourceURLs: ['/rehearse'], verbs: ['get'] }] }),
    edit: append((n) => ({ ...RULE, resourceNames: [`none-${n}`] }), 'rules'),
  }),
  // its rules are gathered by the aggregation controller from the role above
  defineEntry({
    groupVersions: RBAC,
    resource: 'clusterroles',
    kind: 'ClusterRole',
    namespaced: false,
    variant: 'aggregate',
    body: (context) => ({
      aggregationRule: {
        clusterRoleSelectors: [
          {
            matchLabels: { [`${DOMAIN}/aggregate-to`]: context.wave },
            matchExpressions: [{ key: `${DOMAIN}/aggregate-to`, operator: 'Exists' }],
          },
        ],
      },
    }),
  }),
  defineEntry({
    groupVersions: RBAC,
    resource: 'clusterrolebindings',
    kind: 'ClusterRoleBinding',
    namespaced: false,
    body: (context) => ({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: nameOf(context) },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'rehearse-nobody' }],
    }),
    edit: append(user, 'subjects'),
  }),
  defineEntry({
    groupVersions: RBAC,
    resource: 'roles',
    kind: 'Role',
    namespaced: true,
    body: () => ({ rules: [RULE] }),
    edit: append((n) => ({ ...RULE, resourceNames: [`none-${n}`] }), 'rules'),
  }),
  defineEntry({
    groupVersions: RBAC,
    resource: 'rolebindings',
    kind: 'RoleBinding',
    namespaced: true,
    body: (context) => ({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: nameOf(context) },
      subjects: [
        { kind: 'ServiceAccount', name: nameOf(context), namespace: context.namespace },
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'rehearse-nobodies' },
      ],
    }),
    edit: append(user, 'subjects'),
  }),
];

function user(n: number): { apiGroup: string; kind: string; name: string } {
  return { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: `rehearse-nobody-${n}` };
}
