import type { Json, StoredObject } from '../model/observation.js';
import type { PlannedStep } from '../model/plan.js';
import { isList, textAt, valueAt } from './json.js';
import { newestSignature } from './noise.js';

/** The annotation by which a kubelet marks the object that shows a static pod of its own (k8s.io/kubernetes pkg/kubelet/types). */
const MIRROR = 'kubernetes.io/config.mirror';
/** How a kubelet's signature on a status is named among an object's leaves. */
const KUBELET_STATUS = /^(status(\.|\[|$)|metadata\.managedFields\[kubelet Update v1 status\])/;

/** Who holds a lease and how often that has changed, and kwok's signature on it, among an object's leaves. */
const LEASE_HOLDER =
  /^(spec\.(holderIdentity|leaseTransitions)$|metadata\.managedFields\[kwok Update coordination\.k8s\.io\/v1\])/;

/**
 * True for the mirror pod of a component that the step replaces. It is the kubelet's report of a manifest that the step itself
 * rewrote; what became of the component is the business of `replaced`, `binary` and `triple`.
 */
export function isReplacedComponent({ order }: Pick<PlannedStep, 'order'>, { kind, content }: StoredObject): boolean {
  if (kind !== 'Pod' || textAt(content, 'metadata', 'annotations', MIRROR) === '') return false;
  const component = textAt(content, 'metadata', 'labels', 'component');
  return order.some((name) => name === component);
}

/**
 * True for a change of a Node's status that its kubelet alone has signed since: heartbeats, and the images that the step brought
 * to the node. A status that anybody else wrote, or nobody signed, is not the kubelet's report.
 */
export function isKubeletReport(before: StoredObject, after: StoredObject, path: string): boolean {
  if (after.kind !== 'Node' || !KUBELET_STATUS.test(path)) return false;
  const earlier = newestSignature([before.content]);
  const writers = statusSignatures(after.content).filter(({ time }) => time > earlier);
  return earlier !== '' && writers.length > 0 && writers.every(({ manager }) => manager === 'kubelet');
}

/**
 * True for who holds a node's lease, where kwok plays the nodes and alone has signed the lease since. It draws another identity at
 * every start (sigs.k8s.io/kwok pkg/kwok/controllers, Identity); a kubelet's is its node's name and stays.
 */
export function isPlayersLease(before: StoredObject, after: StoredObject, path: string): boolean {
  if (after.kind !== 'Lease' || textAt(after.content, 'metadata', 'namespace') !== 'kube-node-lease') return false;
  if (!LEASE_HOLDER.test(path)) return false;
  const earlier = newestSignature([before.content]);
  const writers = signatures(after.content).filter(({ time }) => time > earlier);
  return earlier !== '' && writers.length > 0 && writers.every(({ manager }) => manager === 'kwok');
}

function statusSignatures(content: Json): { manager: string; time: string }[] {
  return signatures(content).filter(({ subresource }) => subresource === 'status');
}

function signatures(content: Json): { manager: string; time: string; subresource: string }[] {
  const entries = valueAt(content, 'metadata', 'managedFields');
  if (!isList(entries)) return [];
  return entries.map((entry) => ({
    manager: textAt(entry, 'manager'),
    time: textAt(entry, 'time'),
    subresource: textAt(entry, 'subresource'),
  }));
}
