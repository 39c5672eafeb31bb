import { createHash } from 'node:crypto';
import type { Json } from '../../model/observation.js';
import type { DecodedValue } from './decode.js';
import { parseJsonText } from './json-text.js';

type JsonObject = Readonly<Record<string, Json>>;

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A decoded value with the contents of a Secret replaced by their hashes; anything else as it is. */
export function redactSecrets(decoded: DecodedValue): DecodedValue {
  if (decoded.kind !== 'Secret') return decoded;
  return { ...decoded, content: redactSecretContent(decoded.content) };
}

/**
 * A Secret's content, stored or served, with every value in data, stringData, the same of kubectl's last-applied annotation and
 * managedFields replaced by `sha256:<hex>`: a change still shows, a value does not. The hash is of the value's bytes, so data
 * and stringData of one value agree.
 */
export function redactSecretContent(content: Json): Json {
  if (!isObject(content)) return content;
  const metadata = isObject(content.metadata) ? { metadata: redactMetadata(content.metadata) } : {};
  return { ...redactValues(content), ...metadata };
}

function redactValues(secret: JsonObject): JsonObject {
  return replaceWhere(secret, {
    data: (values) => hashLeaves(values, hashBase64),
    stringData: (values) => hashLeaves(values, hash),
  });
}

function redactMetadata(metadata: JsonObject): JsonObject {
  return replaceWhere(metadata, {
    annotations: (annotations) =>
      isObject(annotations) ? replaceWhere(annotations, { [LAST_APPLIED]: redactLastApplied }) : annotations,
    managedFields: (entries) =>
      Array.isArray(entries) ? (entries as readonly Json[]).map(redactManagedFields) : entries,
  });
}

function redactLastApplied(annotation: Json): Json {
  if (typeof annotation !== 'string') return annotation;
  const applied = parseJsonText(annotation);
  return applied !== undefined && isObject(applied) ? JSON.stringify(redactSecretContent(applied)) : hash(annotation);
}

/** Below f:data only key names belong; a value there (`v:...`) is hashed like any other. */
function redactManagedFields(entry: Json): Json {
  if (!isObject(entry) || !isObject(entry.fieldsV1)) return entry;
  return {
    ...entry,
    fieldsV1: replaceWhere(entry.fieldsV1, { 'f:data': hashSetValues, 'f:stringData': hashSetValues }),
  };
}

function hashSetValues(fields: Json): Json {
  if (!isObject(fields)) return hashLeaves(fields, hash);
  const rename = (key: string): string => (/^[vk]:/.test(key) ? `${key.slice(0, 2)}${hash(key.slice(2))}` : key);
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [rename(key), hashSetValues(value)]));
}

/** Keeps objects and arrays, replaces what they hold. */
function hashLeaves(value: Json, ofText: (text: string) => string): Json {
  if (value === null) return null;
  if (typeof value === 'string') return ofText(value);
  if (typeof value !== 'object') return hash(String(value));
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => hashLeaves(item, ofText));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hashLeaves(item, ofText)]));
}

function replaceWhere(object: JsonObject, replacements: Readonly<Record<string, (value: Json) => Json>>): JsonObject {
  const replaced = ([key, value]: [string, Json]): [string, Json] => {
    return [key, Object.hasOwn(replacements, key) ? (replacements[key]?.(value) ?? null) : value];
  };
  return Object.fromEntries(Object.entries(object).map(replaced));
}

/** What is not clean base64 (JSON may hold anything) is hashed as the text it is. */
function hashBase64(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  return hash(bytes.toString('base64') === text ? bytes : text);
}

function hash(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
