import type { Json, StoredObject } from '../model/observation.js';
import type { Component } from '../model/component.js';
import type { FaultSpec } from '../model/fault.js';
import type { FaultType } from '../model/fault-kinds.js';
import { faultsOf, type PlannedStep } from '../model/plan.js';
import { isList, textAt, valueAt } from './json.js';
import { newestSignature } from './noise.js';

/** The annotation by which a kubelet marks the object that shows a static pod of its own (k8s.io/kubernetes pkg/kubelet/types). */
const MIRROR = 'kubernetes.io/config.mirror';
/** How a kubelet's signature on a status is named among an object's leaves. */
const KUBELET_STATUS = /^(status(\.|\[|$)|metadata\.managedFields\[kubelet Update v1 status\])/;

/** Who holds a lease and how often that has changed, and kwok's signature on it, among an object's leaves. */
const LEASE_HOLDER =
  /^(spec\.(holderIdentity|leaseTransitions)$|metadata\.managedFields\[kwok Update coordination\.k8s\.io\/v1\])/;

/** Faults of which the component that they hit may end. */
const ENDING = new Set<FaultType>(['kill', 'terminate', 'disk-error', 'disk-full', 'crash-at-call']);

/**
 * True for the mirror pod of a component that the step replaces. It is the kubelet's report of a manifest that the step itself
 * rewrote; what became of the component is the business of `replaced`, `binary` and `triple`.
 */
export function isReplacedComponent({ order }: Pick<PlannedStep, 'order'>, object: StoredObject): boolean {
  const component = mirroredComponent(object);
  return order.some((name) => name === component);
}

/** True for the mirror pod of a component that a fault of the step may have ended: its kubelet starts it again in the same pod. */
export function mayHaveEnded(step: Pick<PlannedStep, 'faults' | 'halfway'>, object: StoredObject): boolean {
  const component = mirroredComponent(object);
  return faultsOf(step).some(({ spec }) => ENDING.has(spec.type) && hitBy(spec) === component);
}

/** True for what a kubelet says in a mirror pod of the container that it started again after a fault: its status and nothing else. */
export function isRestartReport(
  step: Pick<PlannedStep, 'faults' | 'halfway'>,
  object: StoredObject,
  path: string,
): boolean {
  return KUBELET_STATUS.test(path) && mayHaveEnded(step, object);
}

/** The component that a mirror pod shows; undefined for every other object. */
function mirroredComponent({ kind, content }: StoredObject): string | undefined {
  if (kind !== 'Pod' || textAt(content, 'metadata', 'annotations', MIRROR) === '') return undefined;
  return textAt(content, 'metadata', 'labels', 'component');
}

/** Faults that name no component are etcd's. */
function hitBy(spec: FaultSpec): Component {
  return 'component' in spec ? spec.component : 'etcd';
}

/**
 * True for a change of a Node's status that its kubelet alone has signed since: heartbeats, and the images that the step brought
 * to the node. A status that anybody else wrote, or nobody signed, is not the kubelet's report.
 */
export function isKubeletReport(before: StoredObject, after: StoredObject, path: string): boolean {
  if (after.kind !== 'Node' || !KUBELET_STATUS.test(path)) return false;
  const onStatus = signatures(after.content).filter(({ subresource }) => subresource === 'status');
  return isAloneSince(before, onStatus, 'kubelet');
}

/**
 * True for who holds a node's lease, where kwok plays the nodes and alone has signed the lease since. It draws another identity at
 * every start (sigs.k8s.io/kwok pkg/kwok/controllers, Identity); a kubelet's is its node's name and stays.
 */
export function isPlayersLease(before: StoredObject, after: StoredObject, path: string): boolean {
  if (after.kind !== 'Lease' || textAt(after.content, 'metadata', 'namespace') !== 'kube-node-lease') return false;
  return LEASE_HOLDER.test(path) && isAloneSince(before, signatures(after.content), 'kwok');
}

interface Signature {
  readonly manager: string;
  /** RFC 3339. */
  readonly time: string;
  readonly subresource: string;
}

/** True when of these signatures on an object some are newer than all on it before, and each of those is the manager's. */
function isAloneSince(before: StoredObject, now: readonly Signature[], manager: string): boolean {
  const earlier = newestSignature([before.content]);
  const since = now.filter(({ time }) => time > earlier);
  return earlier !== '' && since.length > 0 && since.every((signature) => signature.manager === manager);
}

function signatures(content: Json): Signature[] {
  const entries = valueAt(content, 'metadata', 'managedFields');
  if (!isList(entries)) return [];
  return entries.map((entry) => ({
    manager: textAt(entry, 'manager'),
    time: textAt(entry, 'time'),
    subresource: textAt(entry, 'subresource'),
  }));
}
