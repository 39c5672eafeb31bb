import { createHash } from 'node:crypto';
import { groupOf } from '../model/group-version.js';
import type { ServedResource } from '../model/observation.js';
import type { Facts } from './observation.js';

/** What discovery says of a resource, as far as it is looked at here. */
export type ShownResource = Pick<
  ServedResource,
  'groupVersion' | 'resource' | 'kind' | 'namespaced' | 'verbs' | 'storageVersionHash'
>;

/** `apps/v1 deployments/scale` by what can be done with it: its verbs, its kind and its scope. */
export function resourceFacts(resources: readonly ShownResource[]): Facts {
  return Object.fromEntries(resources.map((each) => [nameOf(each), describe(each)]));
}

/** The version in which each resource is stored, read from the hash that discovery shows of it. */
export function storageFacts(resources: readonly ShownResource[]): Facts {
  const versions = [...new Set(resources.map(({ groupVersion }) => groupVersion))];
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  const stored = resources.filter(({ storageVersionHash }) => storageVersionHash !== '');
  return Object.fromEntries(
    stored.map((each) => [nameOf(each), storedAs(each, [groupsOwn(each, versions), versions], kinds)]),
  );
}

function nameOf({ groupVersion, resource }: ShownResource): string {
  return `${groupVersion} ${resource}`;
}

function describe({ verbs, kind, namespaced }: ShownResource): string {
  return `${[...verbs].sort().join(' ')} (${kind}, ${namespaced ? 'in namespaces' : 'of the cluster'})`;
}

/**
 * Tries what a resource may be stored as. The hash is base64 of the first 8 bytes of sha256 of `group/version/kind`
 * (k8s.io/apiserver pkg/endpoints/discovery/storageversionhash.go). One that nothing served explains stands for itself.
 */
function storedAs(
  { kind, storageVersionHash }: ShownResource,
  candidates: readonly (readonly string[])[],
  kinds: readonly string[],
): string {
  for (const versions of candidates) {
    const version = versions.find((each) => hashOf(each, kind) === storageVersionHash);
    if (version !== undefined) return version;
  }
  for (const version of candidates.flat()) {
    const other = kinds.find((each) => hashOf(version, each) === storageVersionHash);
    if (other !== undefined) return `${version} ${other}`;
  }
  return `hash ${storageVersionHash}`;
}

/** Versions of a resource's own group that are served, and those that may be stored without being served. */
function groupsOwn({ groupVersion }: ShownResource, versions: readonly string[]): string[] {
  const group = groupOf(groupVersion);
  const prefix = group === '' ? '' : `${group}/`;
  return [
    ...versions.filter((each) => groupOf(each) === group),
    ...['v1', 'v2', 'v1beta1', 'v1beta2', 'v1beta3', 'v1alpha1', 'v1alpha2', 'v1alpha3'].map((each) => prefix + each),
  ];
}

function hashOf(groupVersion: string, kind: string): string {
  const [version = '', group = ''] = groupVersion.split('/').reverse();
  return createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
}
