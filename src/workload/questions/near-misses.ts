import type { Json } from '../../model/observation.js';
import type { JsonObject } from '../corpus/index.js';
import { editAt } from '../corpus/edit.js';

/** An object that differs from a good one in one place. */
export interface NearMiss {
  /** What was done to it: `without spec.replicas`. */
  readonly change: string;
  readonly object: JsonObject;
}

type Place = readonly (string | number)[];

/** How many places of one object are changed; they are spread over all of it. */
const PLACES = 4;

/**
 * Objects that are nearly right: a field left out, a word nobody knows, a number out of bounds, text for a number, a field that
 * does not exist. Which places are changed follows from the object alone, so every run asks the same.
 */
export function nearMisses(object: JsonObject): readonly NearMiss[] {
  const places = spread(fields(object), PLACES);
  const changed = places.flatMap((place, index) => {
    const value = valueAt(object, place);
    const changes: readonly (readonly [string, Json | undefined])[] = [
      ['without', undefined],
      ['wrong', wrong(value, index)],
    ];
    return changes.flatMap(([how, instead]): NearMiss[] =>
      instead === value
        ? []
        : [
            {
              change:
                instead === undefined ? `${how} ${text(place)}` : `with ${JSON.stringify(instead)} at ${text(place)}`,
              object: instead === undefined ? without(object, place) : editAt(object, place, () => instead),
            },
          ],
    );
  });
  const long = 'x'.repeat(300);
  return [
    ...changed,
    { change: 'with an unknown field', object: { ...object, rehearseUnknown: 1 } },
    { change: 'with a name of 300 characters', object: editAt(object, ['metadata', 'name'], () => long) },
    { change: 'with a label of 300 characters', object: editAt(object, ['metadata', 'labels', 'long'], () => long) },
  ];
}

/** Every place with a value, but for what the object is and how it is called. */
function fields(object: Json, place: Place = []): Place[] {
  if (place.length === 1 && ['apiVersion', 'kind', 'metadata'].includes(String(place[0]))) return [];
  const inside = Array.isArray(object)
    ? object.slice(0, 1).flatMap((value: Json, index) => fields(value, [...place, index]))
    : typeof object === 'object' && object !== null
      ? Object.entries(object).flatMap(([key, value]: [string, Json]) => fields(value, [...place, key]))
      : [];
  return place.length === 0 || typeof place.at(-1) === 'number' ? inside : [place, ...inside];
}

/** At most `count` of the items, at equal distances. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]!);
}

/** Something of the same kind that is out of bounds, or now and then something of another kind. */
function wrong(value: Json, index: number): Json {
  if (typeof value === 'number') return index % 2 === 0 ? -1 : 2_147_483_647;
  if (typeof value === 'string') return index % 4 === 3 ? 7 : 'No such Value!';
  if (typeof value === 'boolean') return 'maybe';
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return index % 2 === 0 ? [] : [...list, ...list];
  }
  return {};
}

function valueAt(object: Json, place: Place): Json {
  return place.reduce<Json>((value, key) => (value as Record<string | number, Json>)[key] ?? null, object);
}

function without(object: JsonObject, place: Place): JsonObject {
  const key = String(place.at(-1));
  const drop = (parent: Json | undefined): Json =>
    Object.fromEntries(Object.entries((parent ?? {}) as JsonObject).filter(([name]) => name !== key));
  return place.length === 1 ? (drop(object) as JsonObject) : editAt(object, place.slice(0, -1), drop);
}

function text(place: Place): string {
  return place
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
