import type { Observation, PodCount, ServedObject, ServedResource, StoredObject } from '../model/observation.js';
import { groupOf, isSubresource, storageGroup } from './api-names.js';
import { identityOf, nameOfStored, type ObjectName } from './object-identity.js';

/** An observation with everything findable by name. */
export class Sight {
  /** By etcd key. */
  readonly store: ReadonlyMap<string, StoredObject>;
  /** By {@link resourceSubject}. */
  readonly resources: ReadonlyMap<string, ServedResource>;
  /** By group version, resource, namespace and name. */
  readonly served: ReadonlyMap<string, ServedObject>;
  /** By the uid of the pod. */
  readonly counts: ReadonlyMap<string, PodCount>;
  private readonly storedByIdentity = new Map<string, StoredObject[]>();
  private readonly resourcesByKind = new Map<string, ServedResource[]>();
  private readonly listed = new Set<string>();

  constructor(readonly observation: Observation) {
    this.store = new Map(observation.store.map((stored) => [stored.key, stored]));
    this.resources = new Map(observation.surface.resources.map((resource) => [resourceSubject(resource), resource]));
    this.served = new Map(observation.served.map((object) => [servedKey(object), object]));
    this.counts = new Map((observation.counts ?? []).map((count) => [count.pod, count]));
    for (const stored of observation.store) {
      const name = nameOfStored(stored);
      if (name) append(this.storedByIdentity, identityOf(name), stored);
    }
    for (const resource of observation.surface.resources) {
      if (isSubresource(resource.resource)) continue;
      append(this.resourcesByKind, kindKey(groupOf(resource.groupVersion), resource.kind), resource);
    }
    for (const object of observation.served) {
      const name = this.nameOfServed(object);
      if (name) this.listed.add(identityOf(name));
    }
  }

  /** The name of a served object; null where the surface does not say what kind its resource is. */
  nameOfServed(object: ServedObject): ObjectName | null {
    const { groupVersion, namespace, name } = object;
    const kind = this.resources.get(resourceSubject(object))?.kind;
    return kind === undefined ? null : { groupVersion, kind, namespace, name };
  }

  /** The stored values that claim to be an object; one, unless something is wrong. */
  storedOf(name: ObjectName): readonly StoredObject[] {
    return this.storedByIdentity.get(identityOf(name)) ?? [];
  }

  /** True when some served resource lists the object. */
  lists(name: ObjectName): boolean {
    return this.listed.has(identityOf(name));
  }

  /** The resources, in all versions, that serve a kind of a group. */
  resourcesOf(group: string, kind: string): readonly ServedResource[] {
    return this.resourcesByKind.get(kindKey(group, kind)) ?? [];
  }

  /** True when discovery of a group failed, so that nobody knows what it serves. */
  isBlindToGroup(group: string): boolean {
    return this.observation.problems.some(({ probe, subject }) => probe === 'discovery' && groupOf(subject) === group);
  }

  /** True when the objects of a resource could not be listed. */
  isBlindTo(resource: Pick<ServedResource, 'groupVersion' | 'resource'>): boolean {
    return this.observation.problems.some(
      ({ probe, subject }) => probe === 'served-objects' && subject === resourceSubject(resource),
    );
  }
}

/** How findings and problems name a resource: `apps/v1 deployments/scale`. */
export function resourceSubject({ groupVersion, resource }: Pick<ServedResource, 'groupVersion' | 'resource'>): string {
  return `${groupVersion} ${resource}`;
}

/** Names one served object of one version. */
function servedKey({ groupVersion, resource, namespace, name }: Omit<ServedObject, 'content'>): string {
  return `${groupVersion}|${resource}|${namespace}|${name}`;
}

/** True when objects of a resource are stored in etcd. Virtual resources such as ComponentStatus have no storage version. */
export function isPersisted(resource: ServedResource): boolean {
  return (resource.storageVersionHash !== '' || resource.custom) && !isSubresource(resource.resource);
}

function kindKey(group: string, kind: string): string {
  return `${storageGroup(group, kind)} ${kind}`;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
