import type { Json, StoredObject } from '../model/observation.js';
import { isList, isRecord, textAt, valueAt, type JsonRecord } from './json.js';

/**
 * What of each kind's status counts or names its pods (k8s.io/api apps/v1, batch/v1, core/v1). Conditions and their times are
 * the business of `content-unchanged`, and so is what a release adds to a status.
 */
const COUNTERS: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['active', 'lastScheduleTime', 'lastSuccessfulTime'],
  DaemonSet: [
    'collisionCount',
    'currentNumberScheduled',
    'desiredNumberScheduled',
    'numberAvailable',
    'numberMisscheduled',
    'numberReady',
    'numberUnavailable',
    'observedGeneration',
    'updatedNumberScheduled',
  ],
  Deployment: [
    'availableReplicas',
    'collisionCount',
    'observedGeneration',
    'readyReplicas',
    'replicas',
    'unavailableReplicas',
    'updatedReplicas',
  ],
  Job: [
    'active',
    'completedIndexes',
    'completionTime',
    'failed',
    'failedIndexes',
    'ready',
    'startTime',
    'succeeded',
    'terminating',
    'uncountedTerminatedPods',
  ],
  ReplicaSet: ['availableReplicas', 'fullyLabeledReplicas', 'observedGeneration', 'readyReplicas', 'replicas'],
  ReplicationController: [
    'availableReplicas',
    'fullyLabeledReplicas',
    'observedGeneration',
    'readyReplicas',
    'replicas',
  ],
  StatefulSet: [
    'availableReplicas',
    'collisionCount',
    'currentReplicas',
    'currentRevision',
    'observedGeneration',
    'readyReplicas',
    'replicas',
    'updateRevision',
    'updatedReplicas',
  ],
};

/** Labels and annotations by which controllers tell one version of a workload from the next (k8s.io/api/apps/v1). */
const HASHES = ['controller-revision-hash', 'pod-template-hash'] as const;
const REVISION = 'deployment.kubernetes.io/revision';

/** What must not move in one part of a workload while only the control plane is replaced. */
export function factsOf({ kind, content }: StoredObject): JsonRecord {
  return {
    uid: textAt(content, 'metadata', 'uid'),
    generation: valueAt(content, 'metadata', 'generation') ?? null,
    deletionTimestamp: valueAt(content, 'metadata', 'deletionTimestamp') ?? null,
    ...picked(valueAt(content, 'metadata', 'labels'), HASHES),
    ...picked(valueAt(content, 'metadata', 'annotations'), [REVISION]),
    ...(kind === 'Pod' ? podFacts(content) : {}),
    ...(kind === 'ControllerRevision' ? picked(content, ['revision', 'data']) : {}),
    status: picked(valueAt(content, 'status'), COUNTERS[kind] ?? []),
  };
}

/** True for a pod all of whose containers run and are ready. */
export function isReadyPod({ kind, content }: StoredObject): boolean {
  return kind === 'Pod' && textAt(content, 'status', 'phase') === 'Running' && readiness(content) === 'True';
}

function podFacts(content: Json): JsonRecord {
  const status = valueAt(content, 'status');
  return {
    nodeName: textAt(content, 'spec', 'nodeName'),
    ...picked(status, ['phase', 'podIP', 'startTime']),
    ready: readiness(content),
    containers: {
      ...containerFacts(valueAt(status, 'initContainerStatuses')),
      ...containerFacts(valueAt(status, 'containerStatuses')),
      ...containerFacts(valueAt(status, 'ephemeralContainerStatuses')),
    },
  };
}

function containerFacts(statuses: Json | undefined): JsonRecord {
  if (!isList(statuses)) return {};
  return Object.fromEntries(
    statuses.map((status) => [
      textAt(status, 'name'),
      {
        ...picked(status, ['containerID', 'ready', 'restartCount', 'started']),
        startedAt: textAt(status, 'state', 'running', 'startedAt'),
      },
    ]),
  );
}

function readiness(content: Json): string {
  const conditions = valueAt(content, 'status', 'conditions');
  const ready = isList(conditions) && conditions.find((condition) => textAt(condition, 'type') === 'Ready');
  return ready ? textAt(ready, 'status') : '';
}

function picked(value: Json | undefined, names: readonly string[]): JsonRecord {
  if (!isRecord(value)) return {};
  return Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]!]));
}
