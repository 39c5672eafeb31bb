import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { bump } from './edit.js';
import { claimSpec } from './pod-volumes.js';
import { APP_LABEL, inertPodTemplate, podTemplate } from './pod-template.js';

/** With this many seconds the deployment controller never reports a deadline; any real one is a write in the future. */
const NO_DEADLINE = 2147483647;

/** Controllers of pods; their pods are gated, so that a rollout stands still at its first step. */
export const APPS: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['apps/v1'],
    resource: 'deployments',
    kind: 'Deployment',
    namespaced: true,
    body: (context) => ({ spec: deployment(context, 'deployment', 1) }),
    edit: bump('spec', 'minReadySeconds'),
  }),
  // the target of the autoscaler, which leaves a workload of 0 replicas alone
  defineEntry({
    groupVersions: ['apps/v1'],
    resource: 'deployments',
    kind: 'Deployment',
    namespaced: true,
    variant: 'idle',
    body: (context) => ({
      spec: {
        ...deployment(context, 'idle', 0),
        paused: true,
        template: inertPodTemplate(context, 'idle'),
      },
    }),
    edit: bump('spec', 'minReadySeconds'),
  }),
  defineEntry({
    groupVersions: ['apps/v1'],
    resource: 'replicasets',
    kind: 'ReplicaSet',
    namespaced: true,
    body: (context) => ({
      spec: {
        replicas: 1,
        minReadySeconds: 1,
        selector: selector('replicaset'),
        template: podTemplate(context, 'replicaset'),
      },
    }),
    edit: bump('spec', 'minReadySeconds'),
  }),
  defineEntry({
    groupVersions: ['v1'],
    resource: 'replicationcontrollers',
    kind: 'ReplicationController',
    namespaced: true,
    body: (context) => ({
      spec: {
        replicas: 1,
        minReadySeconds: 1,
        selector: { [APP_LABEL]: 'replicationcontroller' },
        template: podTemplate(context, 'replicationcontroller'),
      },
    }),
    edit: bump('spec', 'minReadySeconds'),
  }),
  defineEntry({
    groupVersions: ['apps/v1'],
    resource: 'statefulsets',
    kind: 'StatefulSet',
    namespaced: true,
    body: (context) => ({
      spec: { ...statefulSet('statefulset', 1), template: podTemplate(context, 'statefulset') },
    }),
    edit: bump('spec', 'minReadySeconds'),
  }),
  defineEntry({
    groupVersions: ['apps/v1'],
    resource: 'statefulsets',
    kind: 'StatefulSet',
    namespaced: true,
    variant: 'idle',
    body: (context) => ({
      spec: {
        ...statefulSet('idle-set', 0),
        template: inertPodTemplate(context, 'idle-set'),
        volumeClaimTemplates: [{ metadata: { name: 'data', labels: { from: 'template' } }, spec: claimSpec() }],
      },
    }),
    edit: bump('spec', 'minReadySeconds'),
  }),
  defineEntry({
    groupVersions: ['apps/v1'],
    resource: 'daemonsets',
    kind: 'DaemonSet',
    namespaced: true,
    body: (context) => ({
      spec: {
        minReadySeconds: 1,
        revisionHistoryLimit: 5,
        selector: selector('daemonset'),
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '10%' } },
        // the template's node selector matches no node; gates are not for pods that a daemon set places itself
        template: inertPodTemplate(context, 'daemonset'),
      },
    }),
    edit: bump('spec', 'minReadySeconds'),
  }),
  defineEntry({
    groupVersions: ['apps/v1'],
    resource: 'controllerrevisions',
    kind: 'ControllerRevision',
    namespaced: true,
    body: () => ({ data: { spec: { anything: ['a', 1, true, null] } }, revision: 1 }),
    edit: bump('revision'),
  }),
];

function selector(app: string): JsonObject {
  return {
    matchLabels: { [APP_LABEL]: app },
    matchExpressions: [{ key: APP_LABEL, operator: 'In', values: [app] }],
  };
}

function deployment(context: CorpusContext, app: string, replicas: number): JsonObject {
  return {
    replicas,
    minReadySeconds: 1,
    revisionHistoryLimit: 5,
    progressDeadlineSeconds: NO_DEADLINE,
    selector: selector(app),
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '10%' } },
    template: podTemplate(context, app),
  };
}

function statefulSet(app: string, replicas: number): JsonObject {
  return {
    replicas,
    minReadySeconds: 1,
    revisionHistoryLimit: 5,
    serviceName: 'rehearse',
    podManagementPolicy: 'OrderedReady',
    ordinals: { start: 1 },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
    selector: selector(app),
  };
}
