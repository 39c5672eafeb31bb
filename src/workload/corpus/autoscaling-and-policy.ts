import { nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';
import { bump } from './edit.js';
import { APP_LABEL, labelSelector } from './pod-template.js';

const WHEN = '2026-01-01T00:00:00Z';

/**
 * Autoscalers of the idle deployment: with 0 replicas there is nothing to scale. Their status is ours to write, since the
 * guard keeps the controller from it.
 */
export const AUTOSCALING: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['autoscaling/v2'],
    resource: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    namespaced: true,
    body: (context) => ({
      spec: {
        scaleTargetRef: target(context),
        minReplicas: 1,
        maxReplicas: 3,
        metrics: metrics(context),
        behavior: {
          scaleUp: scaling('Max', 'Pods'),
          scaleDown: scaling('Min', 'Percent'),
        },
      },
    }),
    afterwards: (context) => [{ subresource: 'status', patch: { status: autoscalerStatus(context) } }],
    edit: bump('spec', 'maxReplicas'),
  }),
  defineEntry({
    groupVersions: ['autoscaling/v1'],
    resource: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    namespaced: true,
    variant: 'plain',
    body: (context) => ({
      spec: {
        scaleTargetRef: target(context),
        minReplicas: 1,
        maxReplicas: 3,
        targetCPUUtilizationPercentage: 80,
      },
    }),
    edit: bump('spec', 'maxReplicas'),
  }),
];

/** Disruption budgets of gated pods: one without pods says so in an Event at every start of its controller. */
export const POLICY: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: ['policy/v1'],
    resource: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    namespaced: true,
    body: () => ({
      spec: {
        minAvailable: 0,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: {
          matchLabels: { [APP_LABEL]: 'deployment' },
          matchExpressions: [{ key: APP_LABEL, operator: 'Exists' }],
        },
      },
    }),
    edit: bump('spec', 'minAvailable'),
  }),
  defineEntry({
    groupVersions: ['policy/v1'],
    resource: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    namespaced: true,
    variant: 'max',
    body: () => ({ spec: { maxUnavailable: 1, selector: { matchLabels: { [APP_LABEL]: 'replicaset' } } } }),
    edit: bump('spec', 'maxUnavailable'),
  }),
];

function target(context: CorpusContext): JsonObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', name: nameOf(context, 'idle') };
}

function metrics(context: CorpusContext): readonly JsonObject[] {
  const metric = { name: 'queue', selector: labelSelector() };
  const value = { type: 'Value', value: '10' };
  const averageValue = { type: 'AverageValue', averageValue: '10' };
  const utilization = { type: 'Utilization', averageUtilization: 80 };
  return [
    { type: 'Resource', resource: { name: 'cpu', target: utilization } },
    { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app-http', target: utilization } },
    { type: 'Pods', pods: { metric, target: averageValue } },
    { type: 'Object', object: { metric, target: value, describedObject: target(context) } },
    { type: 'External', external: { metric, target: averageValue } },
    { type: 'External', external: { metric: { name: 'other' }, target: value } },
    { type: 'Resource', resource: { name: 'memory', target: averageValue } },
    { type: 'ContainerResource', containerResource: { name: 'memory', container: 'app-http', target: averageValue } },
    { type: 'Object', object: { metric: { name: 'other' }, target: averageValue, describedObject: target(context) } },
  ];
}

function scaling(selectPolicy: string, type: string): JsonObject {
  return { selectPolicy, stabilizationWindowSeconds: 60, policies: [{ type, value: 1, periodSeconds: 60 }] };
}

function autoscalerStatus(context: CorpusContext): JsonObject {
  const metric = { name: 'queue', selector: labelSelector() };
  const current = { averageUtilization: 50, averageValue: '5', value: '5' };
  return {
    observedGeneration: 1,
    lastScaleTime: WHEN,
    currentReplicas: 1,
    desiredReplicas: 1,
    currentMetrics: [
      { type: 'Resource', resource: { name: 'cpu', current } },
      { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app-http', current } },
      { type: 'Pods', pods: { metric, current } },
      { type: 'Object', object: { metric, current, describedObject: target(context) } },
      { type: 'External', external: { metric, current } },
    ],
    conditions: [
      {
        type: 'AbleToScale',
        status: 'True',
        lastTransitionTime: WHEN,
        reason: 'Rehearsed',
        message: 'written by the corpus',
      },
    ],
  };
}
