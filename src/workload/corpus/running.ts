import { COUNTS_AT } from '../../model/observation.js';
import { DOMAIN, nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry, type EntryDefinition } from './define-entry.js';
import { APP_LABEL } from './pod-template.js';

const VARIANT = 'running';
/** Where the pods' program serves what it has counted. */
const PORT = 8080;
/** How long the jobs work: longer than any rehearsal. */
const LONG_S = 7 * 24 * 3600;
/** Where a pod that keeps its count has its volume. */
const VOLUME = { name: 'count', mountPath: '/count' };
const KEEP_COUNT = ['-counter', `${VOLUME.mountPath}/seconds`];

/**
 * Workloads whose pods are scheduled and run until somebody ends them: what must not notice that the control plane is replaced.
 * Later waves only annotate them, which no controller answers. All wait until everything is ready, so that nothing is
 * still on its way when a step begins.
 */
export const RUNNING: readonly CorpusEntry[] = [
  ...[0, 1].map((ordinal) => volumeOf(ordinal)),
  running({
    groupVersions: ['apps/v1'],
    resource: 'deployments',
    kind: 'Deployment',
    body: (context) => ({ spec: { replicas: 2, ...spec(context, 'running-deployment') } }),
    settled: ({ status }) => count(status, 'availableReplicas') === 2 && count(status, 'updatedReplicas') === 2,
  }),
  running({
    groupVersions: ['apps/v1'],
    resource: 'statefulsets',
    kind: 'StatefulSet',
    body: (context) => ({
      spec: {
        replicas: 2,
        serviceName: 'running',
        minReadySeconds: 0,
        podManagementPolicy: 'Parallel',
        ...spec(context, 'running-statefulset', { args: KEEP_COUNT, volumeMounts: [VOLUME] }),
        volumeClaimTemplates: [
          {
            metadata: { name: VOLUME.name },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: '',
              resources: { requests: { storage: '1Mi' } },
            },
          },
        ],
      },
    }),
    settled: ({ status }) => count(status, 'availableReplicas') === 2 && count(status, 'updatedReplicas') === 2,
  }),
  running({
    groupVersions: ['apps/v1'],
    resource: 'daemonsets',
    kind: 'DaemonSet',
    body: (context) => ({ spec: spec(context, 'running-daemonset') }),
    settled: ({ status }) =>
      count(status, 'desiredNumberScheduled') > 0 &&
      count(status, 'numberAvailable') === count(status, 'desiredNumberScheduled') &&
      count(status, 'updatedNumberScheduled') === count(status, 'desiredNumberScheduled'),
  }),
  running({
    groupVersions: ['batch/v1'],
    resource: 'jobs',
    kind: 'Job',
    body: (context) => ({ spec: jobSpec(context, 'running-job') }),
    settled: ({ status }) => count(status, 'ready') === 2,
  }),
  running({
    groupVersions: ['batch/v1'],
    resource: 'cronjobs',
    kind: 'CronJob',
    body: (context) => ({
      spec: {
        schedule: '0 0 1 1 *',
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        jobTemplate: { spec: jobSpec(context, 'running-cronjob') },
      },
    }),
    // a schedule that was missed since then is made up for at once, and the next one is at the next new year
    afterwards: () => [{ subresource: 'status', patch: { status: { lastScheduleTime: '2020-01-01T00:00:00Z' } } }],
    settled: ({ status }) => ((status as { active?: readonly unknown[] } | undefined)?.active ?? []).length === 1,
  }),
];

function running(definition: Omit<EntryDefinition, 'namespaced' | 'variant'>): CorpusEntry {
  return defineEntry({ ...definition, namespaced: true, variant: VARIANT });
}

/** A folder of whichever node the pod runs on, kept for one claim of the StatefulSet. */
function volumeOf(ordinal: number): CorpusEntry {
  return defineEntry({
    groupVersions: ['v1'],
    resource: 'persistentvolumes',
    kind: 'PersistentVolume',
    namespaced: false,
    variant: `${VARIANT}-${ordinal}`,
    body: (context) => ({
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Mi' },
        storageClassName: '',
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace: context.namespace,
          name: `${VOLUME.name}-${nameOf(context, VARIANT)}-${ordinal}`,
        },
        hostPath: {
          path: `/var/lib/kube-rehearse/${nameOf(context, VARIANT)}-${ordinal}`,
          type: 'DirectoryOrCreate',
        },
      },
    }),
  });
}

function spec(context: CorpusContext, app: string, container: JsonObject = {}): JsonObject {
  return { selector: { matchLabels: { [APP_LABEL]: app } }, template: template(context, app, container) };
}

function jobSpec(context: CorpusContext, app: string): JsonObject {
  const container = { args: [...KEEP_COUNT, '-seconds', String(LONG_S)], volumeMounts: [VOLUME] };
  const pod = { restartPolicy: 'Never', volumes: [{ name: VOLUME.name, emptyDir: {} }] };
  return {
    parallelism: 2,
    completions: 2,
    completionMode: 'Indexed',
    template: template(context, app, container, pod),
  };
}

function template(context: CorpusContext, app: string, container: JsonObject, pod: JsonObject = {}): JsonObject {
  return {
    metadata: {
      labels: { [APP_LABEL]: app },
      annotations: { [`${DOMAIN}/template`]: 'running', [COUNTS_AT]: String(PORT) },
    },
    spec: {
      restartPolicy: 'Always',
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      // the nodes of the corpus name no operating system: nothing runs there
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
      containers: [
        {
          name: 'count',
          image: context.image,
          imagePullPolicy: 'IfNotPresent',
          // of 2m or less a kubelet drops its own report of the pod's resources at some later sync (kubelet_pods.go,
          // convertToAPIPodLevelResourcesStatus: MinShares)
          resources: { requests: { cpu: '4m', memory: '4Mi' }, limits: { cpu: '400m', memory: '64Mi' } },
          ...container,
        },
      ],
      ...pod,
    },
  };
}

function count(status: unknown, field: string): number {
  const value = (status as Readonly<Record<string, unknown>> | undefined)?.[field];
  return typeof value === 'number' ? value : 0;
}
