import { versionOf } from '../model/group-version.js';

export { groupOf } from '../model/group-version.js';

/** True for `v1alpha1` and its like, with or without a group. */
export function isAlpha(groupVersion: string): boolean {
  return /^v\d+alpha\d+$/.test(versionOf(groupVersion));
}

/** `deployments` for `deployments/scale`. */
export function parentOf(resource: string): string {
  return resource.split('/', 1)[0] ?? resource;
}

/** True for `deployments/scale` and its like. */
export function isSubresource(resource: string): boolean {
  return resource.includes('/');
}

/**
 * The group under which objects of a kind are stored. One kind is served by two groups from one place in etcd: Event, as
 * `v1` and as `events.k8s.io` (k8s.io/kubernetes pkg/registry/events/rest, which reuses the core storage).
 */
export function storageGroup(group: string, name: 'Event' | 'events' | (string & {})): string {
  return group === 'events.k8s.io' && (name === 'Event' || name === 'events') ? '' : group;
}
