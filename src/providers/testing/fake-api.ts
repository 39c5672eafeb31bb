import type { Json, ServedResource } from '../../model/observation.js';
import type { Script, ScriptedAnswer, ScriptedRequest } from '../../support/testing/loopback-server.js';

/** A JSON object. */
export type JsonObject = Record<string, Json>;

/** A resource that a fake API server serves, with what most of them have in common. */
export function served(
  groupVersion: string,
  resource: string,
  kind: string,
  more: Partial<ServedResource> = {},
): ServedResource {
  return {
    groupVersion,
    resource,
    kind,
    namespaced: true,
    verbs: ['create', 'delete', 'get', 'list', 'update'],
    shortNames: [],
    categories: [],
    storageVersionHash: resource.includes('/') ? '' : `hash of ${kind}`,
    custom: false,
    ...more,
  };
}

/**
 * As much of an API server as the harness uses, in memory: discovery in both forms, and objects that can be created, read,
 * listed in pages, replaced and patched. It checks nothing; `intercept` scripts whatever else a test needs.
 */
export class FakeApi {
  /** What is served, and what both discovery documents say. */
  resources: readonly ServedResource[];
  readonly objects = new Map<string, JsonObject>();
  /** Answers instead of the server when it gives an answer. */
  intercept: ((request: ScriptedRequest) => ScriptedAnswer | undefined) | undefined;
  /** Called with the path and the object of every accepted write. */
  onWrite: ((path: string, object: JsonObject) => void) | undefined;
  #version = 100;

  constructor(resources: readonly ServedResource[]) {
    this.resources = resources;
  }

  /** The script of a loopback server that acts as this API server. */
  readonly script: Script = (request) => this.intercept?.(request) ?? this.#answer(request);

  #answer(request: ScriptedRequest): ScriptedAnswer {
    const { method, path } = request;
    if (path === '/readyz' || path === '/healthz') return { body: 'ok' };
    if (method === 'GET' && (path === '/api' || path === '/apis')) return { body: this.#root(path, request) };
    if (path === '/openapi/v2') return { body: { paths: {}, definitions: {} } };
    if (path === '/openapi/v3') return { body: { paths: {} } };
    // a dry run leaves nothing behind
    if (request.query.has('dryRun')) return { status: 201, body: JSON.parse(request.body) as JsonObject };
    const version = /^\/api\/([^/]+)$|^\/apis\/([^/]+\/[^/]+)$/.exec(path);
    if (method === 'GET' && version) return this.#plainDocument(version[1] ?? version[2] ?? '');
    switch (method) {
      case 'GET':
        return isCollection(path) ? { body: this.#list(path, request.query) } : this.#read(path);
      case 'POST':
        return this.#create(path, JSON.parse(request.body) as JsonObject);
      case 'PUT':
        return this.objects.has(path) ? this.#store(path, JSON.parse(request.body) as JsonObject, 200) : NOT_FOUND;
      case 'PATCH':
        return this.#patch(path, JSON.parse(request.body) as JsonObject);
      default:
        return { status: 405, body: { message: `${method} is not scripted` } };
    }
  }

  #root(path: string, { headers }: ScriptedRequest): unknown {
    const core = path === '/api';
    const versions = [...new Set(this.resources.map(({ groupVersion }) => groupVersion))].filter(
      (groupVersion) => !groupVersion.includes('/') === core,
    );
    const groups = [...new Set(versions.map((groupVersion) => (core ? '' : (groupVersion.split('/')[0] ?? ''))))];
    const inGroup = (group: string): string[] =>
      versions.filter((groupVersion) => core || groupVersion.startsWith(`${group}/`));
    if (String(headers['accept']).includes('as=APIGroupDiscoveryList')) {
      const items = groups.map((group) => ({
        metadata: group === '' ? {} : { name: group },
        versions: inGroup(group).map((groupVersion) => this.#aggregatedVersion(groupVersion)),
      }));
      return { kind: 'APIGroupDiscoveryList', items };
    }
    if (core) return { versions };
    const groupOf = (group: string): unknown => ({
      name: group,
      versions: inGroup(group).map((groupVersion) => ({ groupVersion })),
    });
    return { groups: groups.map(groupOf) };
  }

  #plainDocument(groupVersion: string): ScriptedAnswer {
    const resources = this.resources
      .filter((resource) => resource.groupVersion === groupVersion)
      .map(({ resource, kind, namespaced, verbs, shortNames, categories, storageVersionHash }) => ({
        name: resource,
        kind,
        namespaced,
        verbs,
        ...(shortNames.length > 0 && { shortNames }),
        ...(categories.length > 0 && { categories }),
        ...(storageVersionHash && { storageVersionHash }),
      }));
    return resources.length === 0 ? NOT_FOUND : { body: { kind: 'APIResourceList', groupVersion, resources } };
  }

  #aggregatedVersion(groupVersion: string): unknown {
    const own = this.resources.filter((resource) => resource.groupVersion === groupVersion);
    const names = [...new Set(own.map(({ resource }) => resource.split('/')[0] ?? ''))];
    return {
      version: groupVersion.split('/').at(-1),
      resources: names.map((name) => ({
        resource: name,
        verbs: own.find(({ resource }) => resource === name)?.verbs ?? [],
        subresources: own
          .filter(({ resource }) => resource.startsWith(`${name}/`))
          .map(({ resource, verbs }) => ({ subresource: resource.slice(name.length + 1), verbs })),
      })),
    };
  }

  /** The objects of a collection, in one namespace or in all. */
  #list(collection: string, query: URLSearchParams): unknown {
    const all = [...this.objects.entries()]
      .filter(([path]) => {
        const parent = path.slice(0, path.lastIndexOf('/'));
        return parent === collection || flat(parent) === collection;
      })
      .map(([, object]) => object);
    const limit = Number(query.get('limit') ?? all.length);
    const from = Number(query.get('continue') ?? 0);
    const more = from + limit < all.length ? { continue: String(from + limit) } : {};
    return { metadata: { resourceVersion: String(this.#version), ...more }, items: all.slice(from, from + limit) };
  }

  #read(path: string): ScriptedAnswer {
    const object = this.objects.get(path);
    return object ? { body: object } : NOT_FOUND;
  }

  #create(collection: string, object: JsonObject): ScriptedAnswer {
    if (!this.resources.some((resource) => collectionOf(resource) === flat(collection))) return NOT_FOUND;
    const { name = '' } = object['metadata'] as { name?: string };
    const path = `${collection}/${name}`;
    if (this.objects.has(path)) return { status: 409, body: { message: `${name} already exists` } };
    return this.#store(path, object, 201);
  }

  #store(path: string, object: JsonObject, status: number): ScriptedAnswer {
    this.#version += 1;
    const metadata = { uid: `uid of ${path}`, ...(object['metadata'] as JsonObject) };
    const stored = { ...object, metadata: { ...metadata, resourceVersion: String(this.#version) } };
    this.objects.set(path, stored);
    this.onWrite?.(path, stored);
    return { status, body: stored };
  }

  #patch(path: string, patch: JsonObject): ScriptedAnswer {
    // status and other subresources are parts of their object
    const own = this.objects.has(path) ? path : path.slice(0, path.lastIndexOf('/'));
    const object = this.objects.get(own);
    return object ? this.#store(own, merge(object, patch) as JsonObject, 200) : NOT_FOUND;
  }
}

const NOT_FOUND: ScriptedAnswer = { status: 404, body: { message: 'not found' } };

/** A collection's path without its namespace. */
function flat(collection: string): string {
  return collection.replace(/\/namespaces\/[^/]+\/(?=[^/]+$)/, '/');
}

function collectionOf({ groupVersion, resource }: ServedResource): string {
  return `${groupVersion.includes('/') ? '/apis' : '/api'}/${groupVersion}/${resource}`;
}

/** True for `/api/v1/pods` and `/api/v1/namespaces/ns/pods`; false for what has a name at its end. */
function isCollection(path: string): boolean {
  const parts = path.replace(/^\/api\/[^/]+\/|^\/apis\/[^/]+\/[^/]+\//, '').split('/');
  return parts.length === 1 || (parts[0] === 'namespaces' && parts.length === 3);
}

/** A JSON merge patch (RFC 7386). */
function merge(target: Json, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const merged: JsonObject = typeof target === 'object' && !Array.isArray(target) ? { ...(target as JsonObject) } : {};
  for (const [key, value] of Object.entries(patch as JsonObject)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key] ?? null, value);
  }
  return merged;
}
