import type { Json, ServedResource } from '../model/observation.js';
import { isSubresource, parentOf } from './api-names.js';
import { leafDifferences } from './leaf-differences.js';
import { resourceSubject } from './sight.js';

/** One difference between two surfaces. */
export interface SurfaceDifference {
  readonly subject: string;
  /** The field of discovery that differs; empty when one side does not serve the resource at all. */
  readonly path: '' | ComparedField;
  readonly before: Json;
  readonly after: Json;
  /** The resource on the side that has it, the later one if both. */
  readonly resource: ServedResource;
}

const FIELDS = ['kind', 'namespaced', 'verbs', 'shortNames', 'categories', 'storageVersionHash'] as const;
type ComparedField = (typeof FIELDS)[number];

/** What {@link SurfaceDifference} shows on the side that has a resource, the other one being null. */
const SERVED = 'served';

/**
 * Compares two surfaces resource by resource. Order means nothing in a surface, neither of resources nor of verbs or names.
 * A resource that is gone took its subresources with it: that is one difference.
 */
export function surfaceDifferences(
  before: Iterable<ServedResource>,
  after: Iterable<ServedResource>,
): { readonly checked: number; readonly differences: readonly SurfaceDifference[] } {
  const [earlier, later] = [bySubject(before), bySubject(after)];
  const subjects = new Set([...earlier.keys(), ...later.keys()]);
  const comesAndGoes = (subject: string): boolean => earlier.has(subject) !== later.has(subject);
  const differences = [...subjects]
    .flatMap((subject) => compare(subject, earlier.get(subject), later.get(subject)))
    .filter(
      ({ path, resource }) =>
        path !== '' || !isSubresource(resource.resource) || !comesAndGoes(parentSubject(resource)),
    );
  return { checked: subjects.size, differences };
}

function compare(
  subject: string,
  before: ServedResource | undefined,
  after: ServedResource | undefined,
): SurfaceDifference[] {
  if (before && after) {
    return FIELDS.filter((path) => leafDifferences(shown(before[path]), shown(after[path])).length > 0).map((path) => ({
      subject,
      path,
      before: shown(before[path]),
      after: shown(after[path]),
      resource: after,
    }));
  }
  const resource = after ?? before;
  if (!resource) return [];
  return [{ subject, path: '', before: before ? SERVED : null, after: after ? SERVED : null, resource }];
}

function parentSubject({ groupVersion, resource }: ServedResource): string {
  return resourceSubject({ groupVersion, resource: parentOf(resource) });
}

function shown(value: string | boolean | readonly string[]): Json {
  return typeof value === 'object' ? [...value].sort() : value;
}

function bySubject(resources: Iterable<ServedResource>): Map<string, ServedResource> {
  return new Map([...resources].map((resource) => [resourceSubject(resource), resource]));
}
