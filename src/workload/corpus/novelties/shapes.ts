import { DOMAIN, nameOf } from '../corpus-entry.js';
import type { CorpusContext, JsonObject, Novelty } from '../corpus-entry.js';
import { defineNovelty } from '../define-entry.js';
import type { NoveltyDefinition } from '../define-entry.js';

/** The driver of all devices and volumes of novelties. */
export const DRIVER = `novelty.${DOMAIN}`;

/** A fixed instant: nothing in the corpus depends on the clock. */
export const WHEN = '2026-01-01T00:00:00Z';

/** What tells one novelty from another of the same shape. */
export type NoveltyFacts = Pick<Novelty, 'id' | 'known' | 'since' | 'field' | 'gate'>;

/** A novelty in a pod that is gated, and so never scheduled; `spec` is merged into the pod's. */
export function podNovelty(facts: NoveltyFacts, spec: JsonObject, status?: JsonObject): Novelty {
  return defineNovelty({
    ...facts,
    groupVersion: 'v1',
    resource: 'pods',
    kind: 'Pod',
    namespaced: true,
    body: () => ({ spec: { ...gatedPod(), ...spec } }),
    ...(status && { afterwards: () => [{ subresource: 'status', patch: { status } }] }),
  });
}

/** A novelty in the only container of a gated pod. */
export function containerNovelty(facts: NoveltyFacts, container: JsonObject, spec: JsonObject = {}): Novelty {
  return podNovelty(facts, { ...spec, containers: [{ ...CONTAINER, ...container }] });
}

/** A novelty in the only volume of a gated pod. */
export function volumeNovelty(facts: NoveltyFacts, source: JsonObject): Novelty {
  return podNovelty(facts, { volumes: [{ name: 'volume', ...source }] });
}

/** A novelty in a stateful set without replicas. */
export function statefulSetNovelty(facts: NoveltyFacts, spec: JsonObject): Novelty {
  return defineNovelty({
    ...facts,
    groupVersion: 'apps/v1',
    resource: 'statefulsets',
    kind: 'StatefulSet',
    namespaced: true,
    body: () => ({
      spec: {
        replicas: 0,
        serviceName: facts.id,
        selector: { matchLabels: { novelty: facts.id } },
        template: { metadata: { labels: { novelty: facts.id } }, spec: { containers: [CONTAINER] } },
        ...spec,
      },
    }),
  });
}

/** A novelty in a resource slice of its own pool; `device` is merged into its only device. */
export function sliceNovelty(facts: NoveltyFacts, device: JsonObject, spec: JsonObject = {}): Novelty {
  return resourceNovelty(facts, 'resourceslices', 'ResourceSlice', (context) => ({
    driver: DRIVER,
    pool: { name: nameOf(context, facts.id), generation: 1, resourceSliceCount: 1 },
    nodeName: 'rehearse-none',
    devices: [{ name: 'one', ...device }],
    ...spec,
  }));
}

/** A novelty in a resource claim that nobody allocates; `request` is merged into its only request. */
export function claimNovelty(facts: NoveltyFacts, request: JsonObject, devices: JsonObject = {}): Novelty {
  return resourceNovelty(facts, 'resourceclaims', 'ResourceClaim', (context) => ({
    devices: { requests: [{ name: 'one', exactly: { deviceClassName: nameOf(context), ...request } }], ...devices },
  }));
}

/** A novelty in the spec of any resource of `resource.k8s.io/v1`. */
export function resourceNovelty(
  facts: NoveltyFacts,
  resource: string,
  kind: string,
  spec: (context: CorpusContext) => JsonObject,
): Novelty {
  const definition: NoveltyDefinition = {
    ...facts,
    groupVersion: 'resource.k8s.io/v1',
    resource,
    kind,
    namespaced: kind === 'ResourceClaim',
    body: (context) => ({ spec: spec(context) }),
  };
  return defineNovelty(definition);
}

/** The container of every novelty's pod. */
export const CONTAINER: JsonObject = { name: 'app', image: 'registry.example.com/rehearse/app:1.0' };

/** The status of that container in a pod that no kubelet has taken. */
export const CONTAINER_STATUS: JsonObject = {
  ...CONTAINER,
  ready: false,
  restartCount: 0,
  imageID: '',
  state: { waiting: { reason: 'Rehearsed' } },
};

function gatedPod(): JsonObject {
  return {
    schedulingGates: [{ name: `${DOMAIN}/hold` }],
    automountServiceAccountToken: false,
    containers: [CONTAINER],
  };
}
