import { DOMAIN } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry, type EntryDefinition } from './define-entry.js';
import { APP_LABEL } from './pod-template.js';

const VARIANT = 'running';

/**
 * Workloads whose pods are scheduled and run until somebody ends them: what must not notice that the control plane is replaced.
 * Later waves only annotate them, which no controller answers. All wait until everything is ready, so that nothing is
 * still on its way when a step begins.
 */
export const RUNNING: readonly CorpusEntry[] = [
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
      spec: { replicas: 2, serviceName: 'running', minReadySeconds: 0, ...spec(context, 'running-statefulset') },
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

function spec(context: CorpusContext, app: string): JsonObject {
  return { selector: { matchLabels: { [APP_LABEL]: app } }, template: template(context, app) };
}

function jobSpec(context: CorpusContext, app: string): JsonObject {
  return { parallelism: 2, completions: 2, completionMode: 'Indexed', template: template(context, app, 'Never') };
}

function template(context: CorpusContext, app: string, restartPolicy = 'Always'): JsonObject {
  return {
    metadata: { labels: { [APP_LABEL]: app }, annotations: { [`${DOMAIN}/template`]: 'running' } },
    spec: {
      restartPolicy,
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      // the nodes of the corpus name no operating system: nothing runs there
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
      containers: [
        {
          name: 'wait',
          image: context.image,
          imagePullPolicy: 'IfNotPresent',
          resources: { requests: { cpu: '1m', memory: '4Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
        },
      ],
    },
  };
}

function count(status: unknown, field: string): number {
  const value = (status as Readonly<Record<string, unknown>> | undefined)?.[field];
  return typeof value === 'number' ? value : 0;
}
