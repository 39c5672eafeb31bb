import type { StoredObject } from './observation.js';

/**
 * What kube-apiserver stores for itself and serves to nobody (k8s.io/kubernetes pkg/registry/core/rest/storage_core.go and
 * pkg/controlplane/reconcilers): the allocation bitmaps of service addresses and node ports, and the endpoints and peers of
 * the API servers. The list is complete; whatever else has no resource is an orphan.
 */
export function isInternalKey({ key, apiVersion, kind }: StoredObject): boolean {
  return (apiVersion === 'v1' && kind === 'RangeAllocation') || isHeartbeatKey({ key });
}

/** True for what API servers keep renewing: that they live. It has neither a name nor a signature in managedFields. */
export function isHeartbeatKey({ key }: Pick<StoredObject, 'key'>): boolean {
  return HEARTBEATS.test(key);
}

const HEARTBEATS = /^\/registry\/(masterleases|peerserverleases)\//;
