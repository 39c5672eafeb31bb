import type { Json } from '../model/observation.js';
import { isObject, valueAt, withValueAt, type FieldPath, type ValuePath } from './field-path.js';
import { plausible } from './samples.js';
import type { NamedSchema, Schema, Types } from './schema.js';

/** An object that has the field, and where in it. */
export interface Placed {
  readonly object: Json;
  readonly at: ValuePath;
}

/**
 * Where in the base object the value goes, and how much stays around it:
 *
 * - `item`: into the item of this number in every list that has so many (the first otherwise), and everything stays. Items
 *   of one list need not be alike: some init containers are sidecars, some volumes are of one type.
 * - `append`: into a new item of a list, counted from the innermost; everything stays.
 * - `anew`: into the first items, and the object so many levels above the value is made anew with what its type requires,
 *   because members of a union exclude one another and the base has chosen one.
 */
export type Placement =
  | { readonly how: 'item'; readonly number: number }
  | { readonly how: 'append'; readonly list: number }
  | { readonly how: 'anew'; readonly levels: number };

/** In the order in which they are tried: what leaves most of the base as it is comes first. */
export const PLACEMENTS: readonly Placement[] = [
  { how: 'item', number: 0 },
  { how: 'anew', levels: 1 },
  { how: 'append', list: 0 },
  { how: 'append', list: 1 },
  { how: 'item', number: 1 },
  { how: 'anew', levels: 2 },
  { how: 'item', number: 2 },
  { how: 'append', list: 2 },
  { how: 'anew', levels: 3 },
];

/**
 * Puts a value where a field is, with the parents it needs. Undefined when the placement means nothing for this field (no
 * list to append to, no such ancestor) and so would repeat another one.
 */
export function place(
  types: Types,
  root: NamedSchema,
  base: Json,
  path: FieldPath,
  value: Json,
  placement: Placement,
): Placed | undefined {
  const anew = madeAnewFrom(path, placement);
  const appended = appendedAt(path, placement);
  if (anew === undefined || appended === undefined) return undefined;
  const number = placement.how === 'item' ? placement.number : 0;
  const at: (string | number)[] = [];
  let object = base;
  let here: NamedSchema = root;
  let moved = number === 0;
  for (const [index, step] of path.entries()) {
    here = below(types, here, step);
    const parent = valueAt(object, at);
    const own = index === appended ? itemsIn(parent) : number < itemsIn(parent) ? number : 0;
    moved ||= step === '[]' && own === number;
    at.push(step === '[]' ? own : step === '{}' ? firstKey(parent) : step);
    if (index === path.length - 1) break;
    const present = valueAt(object, at);
    // ancestors of the value from here on keep only what their type requires
    const needed = index >= anew || present === undefined ? minimal(types, here, 0) : present;
    if (needed !== present) object = withValueAt(object, at, needed);
  }
  if (!moved) return undefined;
  return { object: withValueAt(object, at, value), at };
}

/** The smallest value that a type allows: its required members, and of a list or map nothing. */
export function minimal(types: Types, { type, schema }: NamedSchema, depth: number): Json {
  if (schema.items) return [];
  if (schema.properties || schema.additionalProperties || schema.type === 'object') {
    const members: Record<string, Json> = {};
    if (depth > 6) return members;
    for (const name of schema.required ?? []) {
      const property = schema.properties?.[name];
      if (!property) continue;
      const followed = types.follow(property, type);
      const member = minimal(types, followed, depth + 1);
      const required = followed.schema.items ? [minimal(types, itemOf(types, followed), depth + 1)] : member;
      members[name] = isLeaf(followed.schema) ? plausible(name, followed.schema, followed.type)[0] : required;
    }
    return members;
  }
  return plausible('', schema, type)[0];
}

/** The schema one step below. */
function below(types: Types, { type, schema }: NamedSchema, step: string): NamedSchema {
  if (step === '[]') return itemOf(types, { type, schema });
  if (step === '{}') {
    const { additionalProperties } = schema;
    return types.follow(typeof additionalProperties === 'object' ? additionalProperties : {}, type);
  }
  return types.follow(schema.properties?.[step] ?? {}, type);
}

function itemOf(types: Types, { type, schema }: NamedSchema): NamedSchema {
  return types.follow(schema.items ?? {}, type);
}

function isLeaf(schema: Schema): boolean {
  return !schema.items && !schema.properties && !schema.additionalProperties;
}

function itemsIn(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0;
}

function firstKey(map: Json | undefined): string {
  return (isObject(map) ? Object.keys(map)[0] : undefined) ?? 'rehearse';
}

/** Index in the path from which on ancestors are made anew: its length for none, undefined where there are not so many. */
function madeAnewFrom(path: FieldPath, placement: Placement): number | undefined {
  if (placement.how !== 'anew') return path.length;
  const from = path.length - 1 - placement.levels;
  // the object itself and its spec as a whole stay: without them nothing is left that a server would take
  return from < 1 ? undefined : from;
}

/** Index in the path of the list that gets a new item: -1 for none, undefined where there is no such list. */
function appendedAt(path: FieldPath, placement: Placement): number | undefined {
  if (placement.how !== 'append') return -1;
  return path.flatMap((step, index) => (step === '[]' ? [index] : [])).at(-1 - placement.list);
}
