import type { ApiDescription, Members } from '../model/behaviour.js';
import { canonicalLine } from '../support/canonical-json.js';
import { Interner, digest } from '../support/interner.js';

interface JsonMap {
  readonly [key: string]: unknown;
}

/** An OpenAPI document of either version, as far as it is read. */
export interface OpenApiDocument {
  readonly paths?: JsonMap;
  /** v2 */
  readonly definitions?: JsonMap;
  readonly parameters?: JsonMap;
  /** v3 */
  readonly components?: { readonly schemas?: JsonMap };
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;
/** Words for people, which no promise covers. */
const PROSE = new Set(['description', 'title', 'summary', 'tags', 'example', 'externalDocs']);

/**
 * Reduces a document to what programs depend on: a few percent of its size. `isCustom` says which groups CustomResourceDefinitions
 * serve; they depend on the data. `known` keeps one copy of what many documents repeat.
 */
export function describeApi(
  document: OpenApiDocument,
  isCustom: (group: string) => boolean = () => false,
  known = new Interner<Members>(),
): ApiDescription {
  const keep = (members: Members): Members => known.intern(digest(canonicalLine(members)), () => members);
  const operations: Record<string, Members> = {};
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    if (isCustom(groupOfPath(path))) continue;
    for (const method of METHODS) {
      const operation = asMap(item)[method];
      if (operation === undefined) continue;
      const shared = listOf(asMap(item)['parameters']);
      operations[`${method.toUpperCase()} ${path}`] = keep(operationMembers(asMap(operation), shared, document));
    }
  }
  const schemas: Record<string, Members> = {};
  for (const [name, schema] of Object.entries(document.definitions ?? document.components?.schemas ?? {})) {
    const kinds = listOf(asMap(schema)['x-kubernetes-group-version-kind']).map(asMap);
    if (kinds.length > 0 && kinds.every(({ group }) => isCustom(String(group)))) continue;
    schemas[name] = keep(schemaMembers(asMap(schema)));
  }
  return { operations, schemas };
}

/**
 * Several documents of one server as one. What they have in common is told by each for its own group version, such as the kinds
 * that DeleteOptions is for: together they say all of it. Where two contradict each other, both are kept.
 */
export function mergeDescriptions(descriptions: readonly (readonly [string, ApiDescription])[]): ApiDescription {
  const merged = { operations: {} as Record<string, Members>, schemas: {} as Record<string, Members> };
  for (const [document, description] of descriptions) {
    for (const part of ['operations', 'schemas'] as const) {
      for (const [name, members] of Object.entries(description[part])) {
        const earlier = (merged[part][name] ??= members);
        if (earlier === members) continue;
        const agree = Object.keys(members).every((key) => (earlier[key] ?? members[key]) === members[key]);
        if (agree) merged[part][name] = { ...earlier, ...members };
        else merged[part][`${name} in ${document}`] = members;
      }
    }
  }
  return merged;
}

function operationMembers(operation: JsonMap, shared: readonly unknown[], document: OpenApiDocument): Members {
  const members: Record<string, string> = {};
  const { parameters, responses, requestBody, consumes, produces, ...rest } = operation;
  members[''] = line(rest);
  for (const given of [...shared, ...listOf(parameters)].map(asMap)) {
    const reference = text(given['$ref']);
    const parameter = reference ? asMap(document.parameters?.[reference.replace('#/parameters/', '')]) : given;
    const { name, in: place, required, ...definition } = parameter;
    const member = `parameter ${text(place)} ${text(name)}`;
    members[member] = line(definition);
    // what a path needs is in the path already
    if (required === true && place !== 'path') members[`required ${member}`] = '';
  }
  if (requestBody !== undefined) {
    const { required, content } = asMap(requestBody);
    for (const [type, body] of Object.entries(asMap(content))) members[`takes ${type}`] = line(body);
    if (required === true) members['required body'] = '';
  }
  for (const type of listOf(consumes)) members[`takes ${text(type)}`] = '';
  for (const type of listOf(produces)) members[`gives ${text(type)}`] = '';
  for (const [status, response] of Object.entries(asMap(responses))) {
    const { content, ...definition } = asMap(response);
    members[`response ${status}`] = line(definition);
    for (const [type, body] of Object.entries(asMap(content))) members[`response ${status} ${type}`] = line(body);
  }
  return members;
}

function schemaMembers(schema: JsonMap): Members {
  const members: Record<string, string> = {};
  addSchema(members, '', schema);
  return members;
}

function addSchema(members: Record<string, string>, path: string, schema: JsonMap): void {
  const { properties, required, enum: values, 'x-kubernetes-group-version-kind': kinds, ...rest } = schema;
  members[path] = line(rest);
  for (const value of listOf(values)) members[`${path}=${typeof value === 'string' ? value : line(value)}`] = '';
  for (const name of listOf(required)) members[`required ${join(path, text(name))}`] = '';
  for (const { group, version, kind } of listOf(kinds).map(asMap)) {
    members[`is ${[text(group), text(version)].filter((part) => part !== '').join('/')} ${text(kind)}`] = '';
  }
  for (const [name, property] of Object.entries(asMap(properties)))
    addSchema(members, join(path, name), asMap(property));
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** A definition on one line, in one of the ways in which the same can be said. */
function line(value: unknown): string {
  return canonicalLine(plain(value));
}

/**
 * Without prose; and without what says nothing: a default that is Go's zero value, which a missing field has anyway, and an
 * `allOf` around a single schema, which OpenAPI v3 needs to put such a default beside a reference. Releases differ in
 * whether kube-openapi writes them down.
 */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(
    ([key, inner]) =>
      !(PROSE.has(key) && typeof inner !== 'object') && key !== 'tags' && !(key === 'default' && isZero(inner)),
  );
  const [only] = kept.flatMap(([key, inner]) => (key === 'allOf' && listOf(inner).length === 1 ? listOf(inner) : []));
  const rest = Object.fromEntries(kept.filter(([key]) => only === undefined || key !== 'allOf'));
  return Object.fromEntries(Object.entries({ ...rest, ...asMap(only) }).map(([key, inner]) => [key, plain(inner)]));
}

function isZero(value: unknown): boolean {
  if (typeof value === 'object') return value === null || Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false;
}

/** `apps` for `/apis/apps/v1/deployments`; empty for everything else. */
function groupOfPath(path: string): string {
  return /^\/apis\/([^/]+)/.exec(path)?.[1] ?? '';
}

function asMap(value: unknown): JsonMap {
  return typeof value === 'object' && value !== null ? (value as JsonMap) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
