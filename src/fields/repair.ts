import type { Json } from '../model/observation.js';
import {
  formatValuePath,
  isObject,
  parseCauseField,
  valueAt,
  withValueAt,
  withoutValueAt,
  type ValuePath,
} from './field-path.js';
import type { Placed } from './place.js';
import { plausible } from './samples.js';
import type { NamedSchema, Types } from './schema.js';

/** One reason for a refusal, out of a Status' `details.causes`. */
export interface Cause {
  readonly reason: string;
  readonly field: string;
  readonly message: string;
}

/**
 * Makes of a refused object one that the server may take, going by what it said: what is required is filled in, what is
 * not supported becomes one of the values that the message lists, what is forbidden next to the field or excludes it goes. Undefined when
 * the refusal teaches nothing, or when it is about the probed value itself and lists no other.
 */
export function repair(types: Types, root: NamedSchema, placed: Placed, causes: readonly Cause[]): Placed | undefined {
  let { object } = placed;
  for (const { reason, field, message } of causes) {
    const at = parseCauseField(field);
    if (at.length === 0 || at[0] === 'metadata') continue;
    const own = isWithin(placed.at, at);
    const listed = supportedValues(message);
    const chosen = own ? withoutOthers(types, root, { object, at: placed.at }, at, reason, message) : undefined;
    if (chosen !== undefined) {
      object = chosen;
    } else if (reason === 'FieldValueRequired') {
      const missing = isObject(valueAt(object, at)) ? memberNamedIn(types, root, object, at, message) : at;
      if (missing) object = withValueAt(object, missing, sampleAt(types, root, missing));
    } else if (reason === 'FieldValueNotSupported' && listed.length > 0) {
      object = withValueAt(object, at, listed.find((value) => value !== valueAt(object, at)) ?? null);
    } else if (reason === 'FieldValueForbidden' && !own) {
      object = withoutValueAt(object, at);
    } else if (reason === 'FieldValueInvalid' && !own) {
      const now = valueAt(object, at);
      const other = otherValueAt(types, root, at, now);
      if (other !== undefined && typeof now !== 'object') object = withValueAt(object, at, other);
    }
  }
  const unchanged = object === placed.object || valueAt(object, placed.at) === undefined;
  return unchanged ? undefined : { object, at: placed.at };
}

/**
 * A member that excludes the one with the value is taken out: "may not specify more than 1 volume type", "may not be specified when
 * `value` is not empty". Undefined where the words say nothing of the kind.
 */
function withoutOthers(
  types: Types,
  root: NamedSchema,
  { object, at: value }: Placed,
  at: ValuePath,
  reason: string,
  message: string,
): Json | undefined {
  const other = /when `(\w+)` is not empty/.exec(message)?.[1];
  if (other !== undefined) return withoutValueAt(object, [...at.slice(0, -1), other]);
  if (!/more than (1|one) /.test(message)) return undefined;
  // one of the members is forbidden, or the object that holds them is invalid
  const holder = reason === 'FieldValueForbidden' ? at.slice(0, -1) : at;
  const members = valueAt(object, holder);
  if (!isObject(members) || holder.length === 0) return undefined;
  const { schema } = schemaAt(types, root, holder).found;
  const kept = new Set<string | number | undefined>([...(schema.required ?? []), value[holder.length]]);
  return withValueAt(object, holder, Object.fromEntries(Object.entries(members).filter(([name]) => kept.has(name))));
}

/** The first absent member that a message asks for: "either name or signerName must be specified". */
function memberNamedIn(
  types: Types,
  root: NamedSchema,
  object: Json,
  at: ValuePath,
  message: string,
): ValuePath | undefined {
  const { schema } = schemaAt(types, root, at).found;
  const words = message.match(/\w+/g) ?? [];
  const name = words.find((word) => schema.properties?.[word] && valueAt(object, [...at, word]) === undefined);
  return name === undefined ? undefined : [...at, name];
}

/** The values a message lists: `supported values: "A", "B"`. */
export function supportedValues(message: string): string[] {
  const list = /supported values: (.*)$/s.exec(message)?.[1] ?? '';
  return [...list.matchAll(/"([^"]+)"/g)].map(([, value]) => value ?? '');
}

/** True when `inner` is `outer` or below it. */
function isWithin(inner: ValuePath, outer: ValuePath): boolean {
  return outer.length <= inner.length && outer.every((step, index) => step === inner[index]);
}

function sampleAt(types: Types, root: NamedSchema, at: ValuePath): Json {
  const { name, found } = schemaAt(types, root, at);
  if (found.schema.items) {
    const item = types.follow(found.schema.items, found.type);
    return [required(types, item, name)];
  }
  return required(types, found, name);
}

function required(types: Types, { type, schema }: NamedSchema, name: string): Json {
  if (!schema.properties && !schema.additionalProperties) return plausible(name, schema, type)[0];
  const members: Record<string, Json> = {};
  for (const member of schema.required ?? []) {
    const found = types.follow(schema.properties?.[member] ?? {}, type);
    if (!found.schema.properties && !found.schema.items)
      members[member] = plausible(member, found.schema, found.type)[0];
  }
  return members;
}

/** The plausible value that follows the present one; undefined after the last. */
function otherValueAt(types: Types, root: NamedSchema, at: ValuePath, now: Json | undefined): Json | undefined {
  const { name, found } = schemaAt(types, root, at);
  const values = plausible(name, found.schema, found.type);
  return values[values.findIndex((value) => value === now) + 1];
}

function schemaAt(types: Types, root: NamedSchema, at: ValuePath): { name: string; found: NamedSchema } {
  let found = root;
  let name = '';
  for (const step of at) {
    const { type, schema } = found;
    if (typeof step === 'string') name = step;
    const entry = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    const next = typeof step === 'number' ? schema.items : (schema.properties?.[step] ?? entry);
    found = types.follow(next ?? {}, type);
  }
  return { name, found };
}

/** The causes without their words, for comparing two servers: messages may be reworded, reasons and fields are API. */
export function causeKeys(causes: readonly Cause[]): string[] {
  return [...new Set(causes.map(({ reason, field }) => `${reason} ${formatValuePath(parseCauseField(field))}`))].sort();
}
