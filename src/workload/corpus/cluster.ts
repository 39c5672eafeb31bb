import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { append, bump, editAt, textOf } from './edit.js';
import { RUNTIME_OVERHEAD, priorityOf } from './pod-template.js';

const FLOW = ['flowcontrol.apiserver.k8s.io/v1'] as const;
const WHEN = '2026-01-01T00:00:00.000000Z';

/** What pods are admitted with; made before any pod. */
export const CLASSES: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['scheduling.k8s.io/v1'],
    resource: 'priorityclasses',
    kind: 'PriorityClass',
    namespaced: false,
    body: (context) => ({
      value: priorityOf(context),
      description: 'a priority of the rehearsal',
      preemptionPolicy: 'Never',
    }),
    edit: (object) => editAt(object, ['description'], (old) => `${textOf(old)}, changed`),
  }),
  defineEntry({
    groupVersions: ['node.k8s.io/v1'],
    resource: 'runtimeclasses',
    kind: 'RuntimeClass',
    namespaced: false,
    body: () => ({
      handler: 'rehearse',
      overhead: { podFixed: RUNTIME_OVERHEAD },
      scheduling: {
        nodeSelector: { [`${DOMAIN}/never`]: 'true' },
        tolerations: [
          { key: `${DOMAIN}/runtime`, operator: 'Equal', value: 'yes', effect: 'NoExecute', tolerationSeconds: 60 },
        ],
      },
    }),
    edit: append((n) => ({ key: `${DOMAIN}/extra-${n}`, operator: 'Exists' }), 'scheduling', 'tolerations'),
  }),
];

/** Request priorities for a user that does not exist. */
export const FLOW_CONTROL: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: FLOW,
    resource: 'prioritylevelconfigurations',
    kind: 'PriorityLevelConfiguration',
    namespaced: false,
    body: () => ({
      spec: {
        type: 'Limited',
        limited: {
          nominalConcurrencyShares: 1,
          lendablePercent: 50,
          borrowingLimitPercent: 10,
          limitResponse: { type: 'Queue', queuing: { queues: 4, handSize: 2, queueLengthLimit: 10 } },
        },
      },
    }),
    edit: bump('spec', 'limited', 'limitResponse', 'queuing', 'queueLengthLimit'),
  }),
  defineEntry({
    groupVersions: FLOW,
    resource: 'flowschemas',
    kind: 'FlowSchema',
    namespaced: false,
    body: (context) => ({
      spec: {
        priorityLevelConfiguration: { name: nameOf(context) },
        matchingPrecedence: 9000 + context.index,
        distinguisherMethod: { type: 'ByUser' },
        rules: [
          {
            subjects: [
              { kind: 'User', user: { name: 'rehearse-nobody' } },
              { kind: 'Group', group: { name: 'rehearse-nobodies' } },
              { kind: 'ServiceAccount', serviceAccount: { name: 'none', namespace: 'rehearse-none' } },
            ],
            resourceRules: [
              {
                apiGroups: [DOMAIN],
                resources: ['nothings'],
                verbs: ['get'],
                namespaces: ['none'],
                clusterScope: true,
              },
            ],
            nonResourceRules: [{ nonResourceURLs: ['/rehearse'], verbs: ['get'] }],
          },
        ],
      },
    }),
    edit: append(
      (n) => ({ nonResourceURLs: [`/rehearse/${n}`], verbs: ['get'] }),
      ...['spec', 'rules', 0, 'nonResourceRules'],
    ),
  }),
];

/** A lease and events of the corpus's own. */
export const COORDINATION: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['coordination.k8s.io/v1'],
    resource: 'leases',
    kind: 'Lease',
    namespaced: true,
    body: () => ({
      spec: {
        holderIdentity: 'rehearse',
        leaseDurationSeconds: 3600,
        leaseTransitions: 1,
        acquireTime: WHEN,
        renewTime: WHEN,
      },
    }),
    edit: bump('spec', 'leaseTransitions'),
  }),
  // served where the scenario enables the beta
  defineEntry({
    groupVersions: ['coordination.k8s.io/v1beta1'],
    resource: 'leasecandidates',
    kind: 'LeaseCandidate',
    namespaced: true,
    body: (context) => ({
      spec: {
        leaseName: nameOf(context),
        binaryVersion: '1.36.0',
        emulationVersion: '1.35.0',
        strategy: 'OldestEmulationVersion',
        pingTime: WHEN,
        renewTime: WHEN,
      },
    }),
  }),
  defineEntry({
    groupVersions: ['v1'],
    resource: 'events',
    kind: 'Event',
    namespaced: true,
    body: (context) => ({
      involvedObject: configMap(nameOf(context), context.namespace),
      related: configMap(nameOf(context, 'owned'), context.namespace),
      type: 'Normal',
      reason: 'Rehearsed',
      message: 'written by the corpus',
      action: 'Rehearse',
      reportingComponent: `${DOMAIN}/rehearse`,
      reportingInstance: 'rehearse-1',
      source: { component: 'rehearse', host: 'rehearse-none' },
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:00Z',
      eventTime: WHEN,
      count: 1,
      series: { count: 2, lastObservedTime: WHEN },
    }),
    edit: bump('count'),
  }),
  defineEntry({
    groupVersions: ['events.k8s.io/v1'],
    resource: 'events',
    kind: 'Event',
    namespaced: true,
    variant: 'new',
    body: (context) => ({
      regarding: configMap(nameOf(context), context.namespace),
      related: configMap(nameOf(context, 'owned'), context.namespace),
      type: 'Normal',
      reason: 'Rehearsed',
      note: 'written by the corpus',
      action: 'Rehearse',
      reportingController: `${DOMAIN}/rehearse`,
      reportingInstance: 'rehearse-1',
      eventTime: WHEN,
      series: { count: 2, lastObservedTime: WHEN },
    }),
    edit: bump('series', 'count'),
  }),
];

/** Migrations of stored objects; served by default from 1.37 on, before that where the scenario turns the API on. */
export const MIGRATIONS: readonly CorpusEntry[] = [
  // a resource that is not stored at all, so that the migrator gives up at once and touches nothing
  defineEntry({
    groupVersions: ['storagemigration.k8s.io/v1', 'storagemigration.k8s.io/v1beta1'],
    resource: 'storageversionmigrations',
    kind: 'StorageVersionMigration',
    namespaced: false,
    body: () => ({ spec: { resource: { group: 'authentication.k8s.io', resource: 'tokenreviews' } } }),
  }),
  // until 1.34, a migration named a version too
  defineEntry({
    groupVersions: ['storagemigration.k8s.io/v1alpha1'],
    resource: 'storageversionmigrations',
    kind: 'StorageVersionMigration',
    namespaced: false,
    body: () => ({ spec: { resource: { group: 'authentication.k8s.io', version: 'v1', resource: 'tokenreviews' } } }),
  }),
];

function configMap(name: string, namespace: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name,
    namespace,
    uid: '00000000-0000-4000-8000-000000000009',
    resourceVersion: '1',
    fieldPath: 'data',
  };
}
