import type { Json, RollbackFact, StoredObject } from '../model/observation.js';

/**
 * Paths that a rewrite by any server may move and that hold nothing of the user's: who managed what and when, and the
 * counter of spec changes.
 */
const BOOKKEEPING = ['metadata.managedFields', 'metadata.generation'];

/** The three moments of one object on the copy of the data. */
export interface RewriteHistory {
  /** As the rehearsed cluster left it. */
  readonly left: StoredObject;
  /** After the old release had started, before anything was asked of it. */
  readonly started: StoredObject | undefined;
  /** After the old release had written it back. */
  readonly rewritten: StoredObject | undefined;
}

/**
 * What one object lost on its way through the old release. A field counts as lost when it was there at first and is gone at
 * the end, whoever removed it; as changed when the rewrite changed it. What the old release changes while it starts, such
 * as default roles, is its own upkeep and no loss.
 */
export function compareRewrite(history: RewriteHistory): RollbackFact[] {
  const { left, started, rewritten } = history;
  const subject = subjectOf(left);
  if (!rewritten) {
    return [{ ...NOTHING, type: 'field-lost', subject, before: left.key, message: `${left.key} is gone from etcd` }];
  }
  const facts: RollbackFact[] = [];
  if (left.sha256 === rewritten.sha256) return facts;
  const then = leavesOf(left.content);
  const now = leavesOf(rewritten.content);
  const between = leavesOf(started?.content ?? null);
  for (const [path, before] of then) {
    if (isBookkeeping(path)) continue;
    const after = now.get(path);
    if (after === undefined) {
      facts.push({ type: 'field-lost', subject, path, before, after: null, message: `${subject} loses ${path}` });
    } else if (isHeartbeat(left, path)) {
      continue;
    } else if (!same(after, before) && !same(after, between.get(path))) {
      facts.push({ type: 'field-changed', subject, path, before, after, message: `${subject} changes ${path}` });
    }
  }
  for (const field of left.unknownFields) {
    if (rewritten.unknownFields.includes(field)) continue;
    const message = `${subject} loses a field that no known release has`;
    facts.push({ type: 'field-lost', subject, path: field, before: 'present', after: null, message });
  }
  return facts;
}

const NOTHING = { path: '', before: null, after: null };

/** `apps/v1 Deployment ns/name`, or the key where the value could not be decoded. */
export function subjectOf(object: StoredObject): string {
  const metadata = metadataOf(object);
  if (!metadata) return object.key;
  const name = metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
  return `${object.apiVersion} ${object.kind} ${name}`;
}

/** Name and namespace of a decoded object. */
export function metadataOf(object: StoredObject): { name: string; namespace: string } | undefined {
  const content = object.content as { metadata?: { name?: string; namespace?: string } } | null;
  const name = content?.metadata?.name;
  return name === undefined ? undefined : { name, namespace: content?.metadata?.namespace ?? '' };
}

function isBookkeeping(path: string): boolean {
  return BOOKKEEPING.some(
    (prefix) => path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`),
  );
}

/** A running API server renews its own identity lease; that it does is no effect of the rewrite. */
function isHeartbeat(object: StoredObject, path: string): boolean {
  return object.kind === 'Lease' && path === 'spec.renewTime';
}

function leavesOf(value: Json): Map<string, Json> {
  const leaves = new Map<string, Json>();
  collect(value, '', leaves);
  return leaves;
}

function collect(value: Json, path: string, leaves: Map<string, Json>): void {
  if (Array.isArray(value) && value.length > 0) {
    value.forEach((item: Json, index) => collect(item, `${path}[${index}]`, leaves));
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [name, child] of Object.entries(value as Record<string, Json>)) {
      collect(child, path === '' ? name : `${path}.${name}`, leaves);
    }
  } else if (path !== '') {
    leaves.set(path, value);
  }
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
