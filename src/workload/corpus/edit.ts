import { isList, isRecord, type Json } from '../../model/json.js';
import type { JsonObject } from './corpus-entry.js';

/** A step into JSON: a key of an object or an index of a list. */
export type Step = string | number;

/** A copy of `object` with the value at `path` replaced by what `update` makes of it; missing parents are created. */
export function editAt(object: JsonObject, path: readonly Step[], update: (old: Json | undefined) => Json): JsonObject {
  return editValue(object, path, update) as JsonObject;
}

/** Raises the number at `path` by one; a missing number becomes 1. */
export function bump(...path: readonly Step[]): (object: JsonObject) => JsonObject {
  return (object) => editAt(object, path, (old) => (typeof old === 'number' ? old + 1 : 1));
}

/** Turns the boolean at `path` round; a missing one becomes true. */
export function flip(...path: readonly Step[]): (object: JsonObject) => JsonObject {
  return (object) => editAt(object, path, (old) => old !== true);
}

/** Appends `item` to the list at `path`. */
export function append(item: (length: number) => Json, ...path: readonly Step[]): (object: JsonObject) => JsonObject {
  return (object) => editAt(object, path, (old) => (isList(old) ? [...old, item(old.length)] : [item(0)]));
}

/** Changes between two values at `path`. */
export function swap(a: Json, b: Json, ...path: readonly Step[]): (object: JsonObject) => JsonObject {
  return (object) => editAt(object, path, (old) => (old === a ? b : a));
}

function editValue(value: Json | undefined, path: readonly Step[], update: (old: Json | undefined) => Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return update(value);
  if (typeof step === 'number') {
    const list = isList(value) ? [...value] : [];
    list[step] = editValue(list[step], rest, update);
    return list;
  }
  const object = isRecord(value) ? value : {};
  return { ...object, [step]: editValue(object[step], rest, update) };
}

/** The text at a path, or nothing. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
