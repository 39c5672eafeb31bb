import { nameOf } from './corpus-entry.js';
import type { CorpusContext, CorpusEntry, JsonObject } from './corpus-entry.js';
import { defineEntry } from './define-entry.js';

const GROUP = 'scheduling.k8s.io';
const GANG: JsonObject = { gang: { minCount: 2 } };

/** Workloads and groups of pods, which no pod names; served only where the scenario turns the API on. */
export const WORKLOADS: readonly CorpusEntry[] = [
  defineEntry({
    groupVersions: [`${GROUP}/v1beta1`, `${GROUP}/v1alpha2`],
    resource: 'workloads',
    kind: 'Workload',
    namespaced: true,
    body: (context) => ({
      spec: { controllerRef: job(context), podGroupTemplates: [{ name: 'group', schedulingPolicy: GANG }] },
    }),
  }),
  // 1.35 had groups of pods in the workload itself
  defineEntry({
    groupVersions: [`${GROUP}/v1alpha1`],
    resource: 'workloads',
    kind: 'Workload',
    namespaced: true,
    body: (context) => ({ spec: { controllerRef: job(context), podGroups: [{ name: 'group', policy: GANG }] } }),
  }),
  defineEntry({
    groupVersions: [`${GROUP}/v1beta1`, `${GROUP}/v1alpha2`],
    resource: 'podgroups',
    kind: 'PodGroup',
    namespaced: true,
    body: () => ({ spec: { schedulingPolicy: GANG } }),
  }),
];

function job(context: CorpusContext): JsonObject {
  return { apiGroup: 'batch', kind: 'Job', name: nameOf(context) };
}
