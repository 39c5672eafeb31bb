import type { Json, StoredObject } from '../model/observation.js';
import { isList, isRecord, valueAt, type JsonRecord } from './json.js';
import { leafDifferences } from './leaf-differences.js';

/** When, by whom and as which instance something was written; a fresh server's own values of these are never ours. */
export const INSTANCE = /^metadata\.(uid|creationTimestamp|generation|managedFields)(\[|\.|$)|\.lastTransitionTime$/;

/**
 * What a fresh server of the version that a stop acts as writes by itself: default roles, service accounts, APIServices.
 * Which of them a release has is not promised to follow the emulated version, so where the rehearsed cluster comes to have
 * the very same, the fresh server explains it. Nothing else does: there is no list of such objects here.
 */
export class DefaultObjects {
  private readonly store: ReadonlyMap<string, StoredObject>;

  constructor(store: readonly StoredObject[]) {
    this.store = new Map(store.map((stored) => [stored.key, stored]));
  }

  /** True when the fresh server has an object that was added, with the same content. */
  explainsAdded(stored: StoredObject): boolean {
    const fresh = this.store.get(stored.key);
    return (
      fresh !== undefined && leafDifferences(fresh.content, stored.content).every(({ path }) => INSTANCE.test(path))
    );
  }

  /** True when the fresh server writes this object. */
  has({ key }: StoredObject): boolean {
    return this.store.has(key);
  }

  /**
   * The paths of an object's change that only bring it nearer to the fresh server's. Its signature and generation follow
   * when everything else is explained.
   */
  explainedPaths(before: StoredObject, after: StoredObject): ReadonlySet<string> {
    const fresh = this.store.get(after.key);
    if (!fresh) return new Set();
    const changed = leafDifferences(before.content, after.content);
    const unlike = leafDifferences(fresh.content, after.content).map(({ path }) => path);
    const explained = (path: string, value: Json | undefined): boolean =>
      !unlike.some((other) => overlap(path, other)) || (value !== undefined && isGranted(value, path, fresh.content));
    const matter = changed.filter(({ path }) => !INSTANCE.test(path));
    const paths = matter.filter(({ path, after: value }) => explained(path, value)).map(({ path }) => path);
    const rest = paths.length === matter.length ? changed.filter(({ path }) => INSTANCE.test(path)) : [];
    return new Set([...paths, ...rest.map(({ path }) => path)]);
  }
}

/** True when one path is the other or lies inside it. */
function overlap(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long.startsWith(short) && (long.length === short.length || '.['.includes(long.charAt(short.length)));
}

const RULE = /^rules\[\d+\]$/;

/**
 * True for a rule of a role that the fresh server's rules grant as well, together. A server adds missing rules one verb at a time
 * behind those that are there, so the lists differ where the grants do not (k8s.io/component-helpers auth/rbac/validation, Covers).
 */
export function isGranted(rule: Json, path: string, fresh: Json): boolean {
  const rules = valueAt(fresh, 'rules');
  if (!RULE.test(path) || !isRecord(rule) || !isList(rules)) return false;
  const granting = rules.filter(isRecord);
  return singleGrants(rule).every((single) => granting.some((other) => grants(other, single)));
}

/** The rule taken apart: one group, resource, verb and so on each. */
function singleGrants(rule: JsonRecord): JsonRecord[] {
  return Object.entries(rule).reduce<JsonRecord[]>(
    (found, [key, values]) =>
      (isList(values) ? values : [values]).flatMap((value) => found.map((single) => ({ ...single, [key]: value }))),
    [{}],
  );
}

/** A rule for some names does not grant what one for all names does, so both must say something of the same. */
function grants(rule: JsonRecord, single: JsonRecord): boolean {
  const keys = Object.keys(rule);
  return (
    keys.length === Object.keys(single).length &&
    keys.every((key) => {
      const [values, value] = [rule[key], single[key]];
      return value !== undefined && (isList(values) ? values.includes(value) : values === value);
    })
  );
}
