import { DOMAIN } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { bump } from './edit.js';
import { inertPodTemplate } from './pod-template.js';

const WHEN = '2026-01-01T00:00:00Z';

/** Jobs that never start: suspended, or left to a controller that does not exist. */
export const BATCH: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['batch/v1'],
    resource: 'jobs',
    kind: 'Job',
    namespaced: true,
    body: (context) => ({ spec: { ...jobSpec(context, 'job'), suspend: true } }),
    edit: bump('spec', 'parallelism'),
  }),
  defineEntry({
    groupVersions: ['batch/v1'],
    resource: 'jobs',
    kind: 'Job',
    namespaced: true,
    variant: 'foreign',
    body: (context) => ({
      spec: {
        managedBy: `${DOMAIN}/nobody`,
        completionMode: 'NonIndexed',
        manualSelector: true,
        selector: { matchLabels: { 'app.kubernetes.io/name': 'job-foreign' } },
        parallelism: 1,
        completions: 3,
        backoffLimit: 3,
        podFailurePolicy: {
          rules: [{ action: 'Count', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
        podReplacementPolicy: 'Failed',
        template: inertPodTemplate(context, 'job-foreign', { restartPolicy: 'Never' }),
      },
    }),
    afterwards: () => [{ subresource: 'status', patch: { status: jobStatus() } }],
    edit: bump('spec', 'parallelism'),
  }),
  defineEntry({
    groupVersions: ['batch/v1'],
    resource: 'cronjobs',
    kind: 'CronJob',
    namespaced: true,
    body: (context) => ({
      spec: {
        schedule: '0 0 1 1 *',
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 60,
        successfulJobsHistoryLimit: 2,
        failedJobsHistoryLimit: 2,
        suspend: true,
        jobTemplate: {
          metadata: { labels: { from: 'cronjob' }, annotations: { from: 'cronjob' } },
          spec: { ...jobSpec(context, 'cronjob'), suspend: true },
        },
      },
    }),
    afterwards: () => [
      { subresource: 'status', patch: { status: { lastScheduleTime: WHEN, lastSuccessfulTime: WHEN } } },
    ],
    edit: bump('spec', 'successfulJobsHistoryLimit'),
  }),
];

function jobSpec(context: CorpusContext, app: string): JsonObject {
  return {
    parallelism: 1,
    completions: 3,
    completionMode: 'Indexed',
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 2,
    backoffLimit: 6,
    activeDeadlineSeconds: 3600,
    ttlSecondsAfterFinished: 3600,
    podReplacementPolicy: 'Failed',
    podFailurePolicy: {
      rules: [
        { action: 'FailIndex', onExitCodes: { containerName: 'app-http', operator: 'In', values: [42] } },
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ],
    },
    successPolicy: { rules: [{ succeededIndexes: '0-1', succeededCount: 1 }] },
    template: inertPodTemplate(context, app, { restartPolicy: 'Never' }),
  };
}

function jobStatus(): JsonObject {
  return {
    startTime: WHEN,
    ready: 0,
    terminating: 0,
    succeeded: 1,
    failed: 1,
    uncountedTerminatedPods: {
      succeeded: ['00000000-0000-4000-8000-000000000003'],
      failed: ['00000000-0000-4000-8000-000000000004'],
    },
    conditions: [
      {
        type: `${DOMAIN}/Seen`,
        status: 'True',
        reason: 'Rehearsed',
        message: 'written by the corpus',
        lastProbeTime: WHEN,
        lastTransitionTime: WHEN,
      },
    ],
  };
}
