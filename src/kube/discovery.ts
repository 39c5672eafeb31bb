import pLimit from 'p-limit';
import type { ObservationProblem, ServedResource, Surface } from '../model/observation.js';
import { messageOf } from '../support/errors.js';
import type { KubeClient } from './kube-client.js';

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
}

interface AggregatedResource {
  readonly resource: string;
  readonly verbs?: readonly string[];
  readonly subresources?: readonly { readonly subresource: string; readonly verbs?: readonly string[] }[];
}

interface AggregatedGroup {
  readonly metadata?: { readonly name?: string };
  readonly versions?: readonly { readonly version: string; readonly resources?: readonly AggregatedResource[] }[];
}

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** A surface, and what could not be seen of it. */
export interface SurfaceReading {
  readonly surface: Surface;
  readonly problems: readonly ObservationProblem[];
}

/**
 * Reads everything that the server says it serves. The plain documents are the source, because only they carry
 * `storageVersionHash`; the aggregated document must name the same resources and verbs, and where it does not that is a
 * problem of the observation: one of the two lies to somebody.
 */
export async function readSurface(client: KubeClient): Promise<SurfaceReading> {
  const problems: ObservationProblem[] = [];
  const limit = pLimit(8);
  const [versions, custom] = await Promise.all([listGroupVersions(client), listCustomResources(client)]);
  const documents = await Promise.all(
    versions.map((version) =>
      limit(async () => {
        try {
          const path = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
          const { resources } = (await client.get(path)) as unknown as { resources: ApiResource[] };
          return resources.map((resource) => toServed(version, resource, custom));
        } catch (error) {
          problems.push({ probe: 'discovery', subject: version, message: messageOf(error) });
          return [];
        }
      }),
    ),
  );
  const resources = documents.flat().sort(bySubject);
  const comparison = compareWithAggregated(client, resources).catch((error: unknown) => [
    { probe: 'aggregated-discovery', subject: '', message: messageOf(error) },
  ]);
  problems.push(...(await comparison));
  return { surface: { resources }, problems };
}

async function listGroupVersions(client: KubeClient): Promise<string[]> {
  const core = (await client.get('/api')) as unknown as { versions: string[] };
  const named = (await client.get('/apis')) as unknown as {
    groups: { versions: { groupVersion: string }[] }[];
  };
  return [...core.versions, ...named.groups.flatMap((group) => group.versions.map((entry) => entry.groupVersion))];
}

/** `group/plural` of every CustomResourceDefinition. */
async function listCustomResources(client: KubeClient): Promise<ReadonlySet<string>> {
  const list = (await client.get('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')) as unknown as {
    items: { spec: { group: string; names: { plural: string } } }[];
  };
  return new Set(list.items.map(({ spec }) => `${spec.group}/${spec.names.plural}`));
}

function toServed(groupVersion: string, resource: ApiResource, custom: ReadonlySet<string>): ServedResource {
  const group = groupVersion.includes('/') ? groupVersion.split('/')[0] : '';
  return {
    groupVersion,
    resource: resource.name,
    kind: resource.kind,
    namespaced: resource.namespaced,
    verbs: [...resource.verbs].sort(),
    shortNames: [...(resource.shortNames ?? [])].sort(),
    categories: [...(resource.categories ?? [])].sort(),
    storageVersionHash: resource.storageVersionHash ?? '',
    custom: custom.has(`${group}/${resource.name.split('/')[0]}`),
  };
}

function bySubject(a: ServedResource, b: ServedResource): number {
  const left = `${a.groupVersion} ${a.resource}`;
  const right = `${b.groupVersion} ${b.resource}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

async function compareWithAggregated(
  client: KubeClient,
  plain: readonly ServedResource[],
): Promise<ObservationProblem[]> {
  const seen = new Map<string, string>();
  for (const path of ['/api', '/apis']) {
    const { items } = (await client.get(path, { accept: AGGREGATED })) as unknown as { items: AggregatedGroup[] };
    for (const group of items) {
      for (const { version, resources } of group.versions ?? []) {
        const groupVersion = group.metadata?.name ? `${group.metadata.name}/${version}` : version;
        for (const resource of resources ?? []) {
          if (resource.verbs?.length) seen.set(`${groupVersion} ${resource.resource}`, verbs(resource.verbs));
          for (const sub of resource.subresources ?? []) {
            seen.set(`${groupVersion} ${resource.resource}/${sub.subresource}`, verbs(sub.verbs ?? []));
          }
        }
      }
    }
  }
  const problems: ObservationProblem[] = [];
  const problem = (subject: string, message: string): void => {
    problems.push({ probe: 'aggregated-discovery', subject, message });
  };
  for (const resource of plain) {
    const subject = `${resource.groupVersion} ${resource.resource}`;
    const aggregated = seen.get(subject);
    if (aggregated === undefined) problem(subject, 'is in the plain discovery document but not in the aggregated one');
    else if (aggregated !== verbs(resource.verbs))
      problem(subject, `has other verbs in the aggregated document: ${aggregated}`);
    seen.delete(subject);
  }
  for (const subject of seen.keys())
    problem(subject, 'is in the aggregated discovery document but not in the plain one');
  return problems;
}

function verbs(list: readonly string[]): string {
  return [...list].sort().join(',');
}
