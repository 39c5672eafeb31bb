import type { Json, StoredObject } from '../model/observation.js';
import { groupOf } from './api-names.js';
import { isList, isRecord, textAt, valueAt } from './json.js';
import { isDecoded, nameOfStored, subjectOf } from './object-identity.js';

/** A controller that nobody controls, or a pod without one, with everything it made, directly or through others. */
export interface Workload {
  /** How findings name it: the controller at the top. */
  readonly subject: string;
  readonly root: StoredObject;
  /** By etcd key; the root is one of them. */
  readonly members: ReadonlyMap<string, StoredObject>;
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  '': ['Pod', 'ReplicationController'],
  apps: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  batch: ['CronJob', 'Job'],
};

/** An owner that is its own owner would never end; real chains are CronJob, Job, Pod. */
const LONGEST_CHAIN = 8;

/**
 * The workloads of a store by the key of their root. A mirror pod shows a static pod of a node, which no controller of the
 * cluster makes; it is a workload of its own.
 */
export function workloadsOf(store: Iterable<StoredObject>): Map<string, Workload> {
  const parts = [...store].filter(isPart);
  const byUid = new Map(parts.map((stored) => [textAt(stored.content, 'metadata', 'uid'), stored]));
  const found = new Map<string, Workload & { readonly members: Map<string, StoredObject> }>();
  for (const stored of parts) {
    const root = rootOf(stored, byUid);
    const name = nameOfStored(root);
    if (!name) continue;
    const workload = found.get(root.key) ?? { subject: subjectOf(name), root, members: new Map() };
    workload.members.set(stored.key, stored);
    found.set(root.key, workload);
  }
  return found;
}

function isPart(stored: StoredObject): boolean {
  return isDecoded(stored) && (KINDS[groupOf(stored.apiVersion)]?.includes(stored.kind) ?? false);
}

function rootOf(stored: StoredObject, byUid: ReadonlyMap<string, StoredObject>): StoredObject {
  let root = stored;
  for (let steps = 0; steps < LONGEST_CHAIN; steps++) {
    const owner = byUid.get(controllerUid(root.content));
    if (!owner || owner === root) break;
    root = owner;
  }
  return root;
}

/** The uid of the owner that controls an object; empty where nobody does. */
function controllerUid(content: Json): string {
  const owners = valueAt(content, 'metadata', 'ownerReferences');
  if (!isList(owners)) return '';
  return textAt(
    owners.find((owner) => isRecord(owner) && owner['controller'] === true),
    'uid',
  );
}
