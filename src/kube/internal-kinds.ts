/**
 * Kinds that kube-apiserver stores for itself and serves nowhere: the bitmaps of service addresses and node ports
 * (k8s.io/kubernetes pkg/registry/core/service/allocator/storage).
 */
const INTERNAL = new Set(['v1 RangeAllocation']);

/** True for a stored kind that no resource is expected to serve. */
export function isInternalKind(apiVersion: string, kind: string): boolean {
  return INTERNAL.has(`${apiVersion} ${kind}`);
}
