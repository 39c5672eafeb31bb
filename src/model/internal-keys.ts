import type { StoredObject } from './observation.js';

/**
 * What kube-apiserver stores for itself and serves to nobody (k8s.io/kubernetes pkg/registry/core/rest/storage_core.go and
 * pkg/controlplane/reconcilers): the allocation bitmaps of service addresses and node ports, and the endpoints and peers of
 * the API servers. The list is complete; whatever else has no resource is an orphan.
 */
export function isInternalKey({ key, apiVersion, kind }: StoredObject): boolean {
  return (apiVersion === 'v1' && kind === 'RangeAllocation') || INTERNAL_FOLDERS.test(key);
}

const INTERNAL_FOLDERS = /^\/registry\/(masterleases|peerserverleases)\//;
