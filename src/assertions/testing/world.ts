import type { Json, Observation, ServedObject, ServedResource, StoredObject } from '../../model/observation.js';
import { groupOf, storageGroup } from '../api-names.js';
import { textAt, type JsonRecord } from '../json.js';

/** What it takes to store an object. */
export interface Put {
  readonly key: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Who writes, as `metadata.managedFields` has it. */
  readonly manager: string;
  readonly body?: JsonRecord;
  /** Further metadata. */
  readonly metadata?: JsonRecord;
}

/** A store with a clock that only writes move, and the answers of a server that serves exactly what is in it. */
export class World {
  private readonly store = new Map<string, StoredObject>();
  private revision = 0;

  /** Stores an object, or stores it again. */
  put({ key, apiVersion, kind, namespace, name, manager, body, metadata }: Put): void {
    this.revision++;
    const time = new Date(Date.UTC(2026, 0, 1) + this.revision * 1000).toISOString().replace('.000Z', 'Z');
    const content: Json = {
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        uid: uidOf(key),
        ...metadata,
        managedFields: [{ manager, operation: 'Update', apiVersion, time, fieldsV1: { 'f:spec': {} } }],
      },
      ...body,
    };
    this.store.set(
      key,
      stored({
        key,
        apiVersion,
        kind,
        content,
        createRevision: this.store.get(key)?.createRevision ?? this.revision,
        modRevision: this.revision,
      }),
    );
  }

  /** The time of the latest write, as an object would carry it. */
  now(): string {
    return `tick ${this.revision}`;
  }

  /** What a server with these resources shows of the store. */
  observe(resources: readonly ServedResource[]): Observation {
    const store = [...this.store.values()].map((value) => ({ ...value }));
    const served = resources.filter((each) => each.storageVersionHash !== '').flatMap((each) => list(each, store));
    return { surface: { resources: resources.map((each) => ({ ...each })) }, store, served, problems: [] };
  }
}

/** A stored object with a checksum that follows from what it holds. */
export function stored(
  value: Pick<StoredObject, 'key' | 'apiVersion' | 'kind' | 'content'> & Partial<StoredObject>,
): StoredObject {
  const whole = { createRevision: 1, modRevision: 1, encoding: 'protobuf' as const, unknownFields: [], ...value };
  return { ...whole, sha256: checksum(whole) };
}

/** The uid of the object that {@link World.put} stores at a key. */
export function uidOf(key: string): string {
  return `uid-of-${key}`;
}

/** Stands for the sha256 of the bytes: equal for equal values. */
export function checksum({ apiVersion, kind, content, unknownFields }: Omit<StoredObject, 'sha256'>): string {
  return JSON.stringify([apiVersion, kind, content, unknownFields]);
}

function list({ groupVersion, resource, kind }: ServedResource, store: readonly StoredObject[]): ServedObject[] {
  const group = storageGroup(groupOf(groupVersion), kind);
  return store
    .filter((value) => value.kind === kind && storageGroup(groupOf(value.apiVersion), kind) === group)
    .map(({ content, modRevision }) => ({
      groupVersion,
      resource,
      namespace: textAt(content, 'metadata', 'namespace'),
      name: textAt(content, 'metadata', 'name'),
      content: served(content, modRevision),
    }));
}

function served(content: Json, modRevision: number): Json {
  const { metadata, ...rest } = content as JsonRecord;
  return { ...rest, metadata: { ...(metadata as JsonRecord), resourceVersion: String(modRevision) }, defaulted: true };
}
