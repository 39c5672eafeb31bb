import { isSubresource, parentOf } from './api-names.js';
import { resourceSubject } from './sight.js';
import type { Stop } from './stop.js';
import { surfaceDifferences, type SurfaceDifference } from './surface-differences.js';

/**
 * The resources that discovery tells apart from the oracle's in one of these fields, '' being served at all; as subjects such as
 * `apps/v1 deployments`. What else is asked of them differs for that reason, and is not said again.
 */
export class DifferingResources {
  private readonly subjects: ReadonlySet<string>;
  private readonly gone: ReadonlySet<string>;

  constructor({ oracle, arrival }: Stop, fields: readonly SurfaceDifference['path'][]) {
    const served = arrival.observation.surface.resources.filter(({ custom }) => !custom);
    const differences = surfaceDifferences(oracle?.surface.resources ?? [], served).differences.filter(({ path }) =>
      fields.includes(path),
    );
    const subjectsOf = (some: readonly SurfaceDifference[]): Set<string> =>
      new Set(some.map(({ resource }) => resourceSubject(resource)));
    this.subjects = subjectsOf(differences);
    this.gone = subjectsOf(differences.filter(({ path }) => path === ''));
  }

  /** True for such a resource, and for a subresource of one that only one side serves, which comes and goes with it. */
  has(groupVersion: string, resource: string): boolean {
    if (this.subjects.has(resourceSubject({ groupVersion, resource }))) return true;
    return isSubresource(resource) && this.gone.has(resourceSubject({ groupVersion, resource: parentOf(resource) }));
  }
}
