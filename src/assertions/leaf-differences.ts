import type { Json } from '../model/observation.js';
import { isList, isRecord, textAt } from './json.js';
import { unaligned } from './list-alignment.js';

/** One place where two JSON values differ. A side that lacks the place has undefined. */
export interface LeafDifference {
  /** `spec.replicas`, `spec.rules[0].verbs[2]`, `metadata.labels[app.kubernetes.io/name]`; empty for the whole value. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/**
 * Where two JSON values differ: one difference for each leaf, and one for the topmost value that only one side has. Null, an
 * empty list and a missing field are three different things. In a list, items that are equal and in the same order are no
 * difference, wherever they stand; what is left of both lists at one position is compared, anything else is only on one side.
 * `metadata.managedFields` goes by who manages, because its order follows the clock. Object keys have no order.
 */
export function leafDifferences(before: Json, after: Json): LeafDifference[] {
  const found: LeafDifference[] = [];
  compare('', before, after, found);
  return found;
}

function compare(path: string, before: Json | undefined, after: Json | undefined, found: LeafDifference[]): void {
  if (before === after) return;
  if (isRecord(before) && isRecord(after)) {
    for (const key of keysOf(before, after)) {
      compare(join(path, key), own(before, key), own(after, key), found);
    }
    return;
  }
  if (isList(before) && isList(after)) {
    const named = path === 'metadata.managedFields' && byManager(before, after);
    if (named) {
      for (const key of new Set([...named.before.keys(), ...named.after.keys()].sort())) {
        compare(`${path}[${key}]`, named.before.get(key), named.after.get(key), found);
      }
      return;
    }
    const left = unaligned(before, after);
    for (const index of [...new Set([...left.before, ...left.after])].sort((a, b) => a - b)) {
      const was = left.before.includes(index) ? before[index] : undefined;
      const is = left.after.includes(index) ? after[index] : undefined;
      compare(`${path}[${index}]`, was, is, found);
    }
    return;
  }
  found.push({ path, before, after });
}

function own(record: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function keysOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

function join(path: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

interface Named {
  readonly before: ReadonlyMap<string, Json>;
  readonly after: ReadonlyMap<string, Json>;
}

/** Both lists by manager, or false where a manager appears twice on a side. */
function byManager(before: readonly Json[], after: readonly Json[]): Named | false {
  const named = { before: mapByManager(before), after: mapByManager(after) };
  return named.before.size === before.length && named.after.size === after.length && named;
}

function mapByManager(entries: readonly Json[]): Map<string, Json> {
  return new Map(entries.map((entry) => [managerOf(entry), entry]));
}

/** Names an entry of `metadata.managedFields`: `kube-scheduler Update coordination.k8s.io/v1`. */
function managerOf(entry: Json): string {
  return ['manager', 'operation', 'apiVersion', 'subresource']
    .map((key) => textAt(entry, key))
    .filter((part) => part !== '')
    .join(' ');
}
