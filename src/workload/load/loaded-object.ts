import { LOAD_NAME, type LoadedResource } from '../../model/load.js';
import { resourcePath, type JsonObject } from '../../kube/kube-client.js';

/** Where the load's objects are: a namespace that every cluster has and nobody deletes. */
const NAMESPACE = 'default';

/** The annotation that holds a version's mark. */
const MARK = 'rehearse.example.com/load';

/** The collection of a resource, or one object in it. */
export function loadedPath({ groupVersion, resource }: LoadedResource, name?: string): string {
  return resourcePath({ groupVersion, resource, namespace: NAMESPACE, name });
}

/** What etcd's keys of a resource's load begin with. */
export function loadedKeys({ resource }: LoadedResource): string {
  return `/registry/${resource}/${NAMESPACE}/${LOAD_NAME}`;
}

/** The object of a key. */
export function nameOfKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** One version of an object. */
export function loadedObject({ groupVersion, kind }: LoadedResource, name: string, mark: string): JsonObject {
  return { apiVersion: groupVersion, kind, metadata: { name, annotations: { [MARK]: mark } } };
}

/** What is needed of an object's metadata, as served or stored. */
export interface Metadata {
  readonly name?: string;
  readonly resourceVersion?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The mark of a version; empty where it has none. */
export function markOf({ annotations }: Metadata): string {
  return annotations?.[MARK] ?? '';
}

/** The metadata of a served object or a stored content. */
export function metadataOf(object: unknown): Metadata {
  return (object as { metadata?: Metadata } | null | undefined)?.metadata ?? {};
}
