import type { ServedResource, Surface } from '../../model/observation.js';
import { canonicalLine } from '../../support/canonical-json.js';
import type { Moment } from './moments.js';

/** Every resource that was ever served, and what it looked like from which moment on. */
export interface SurfaceHistory {
  readonly moments: readonly Moment[];
  readonly shapes: readonly ResourceShape[];
  readonly resources: readonly ResourceHistory[];
}

/** What discovery says of a resource. */
export type ResourceShape = Omit<ServedResource, 'groupVersion' | 'resource'>;

/** One resource of one group version. */
export interface ResourceHistory {
  readonly groupVersion: string;
  /** With a subresource behind a slash. */
  readonly resource: string;
  /** Moment and index into `shapes`, -1: not served from there on. Only where it changed. */
  readonly changes: readonly (readonly [Moment, number])[];
}

/** Puts surfaces, in the order of their moments, side by side. */
export function surfaceHistory(
  observed: readonly { readonly moment: Moment; readonly surface: Surface }[],
): SurfaceHistory {
  const shapes = new Map<string, number>();
  const resources = new Map<string, { groupVersion: string; resource: string; changes: [Moment, number][] }>();
  for (const { moment, surface } of observed) {
    const present = new Set<string>();
    for (const { groupVersion, resource, ...shape } of surface.resources) {
      const id = `${groupVersion}/${resource}`;
      present.add(id);
      const text = canonicalLine(shape);
      const index = shapes.get(text) ?? shapes.size;
      shapes.set(text, index);
      const known = resources.get(id) ?? { groupVersion, resource, changes: [] };
      if (known.changes.at(-1)?.[1] !== index) known.changes.push([moment, index]);
      resources.set(id, known);
    }
    for (const [id, { changes }] of resources) {
      if (!present.has(id) && changes.at(-1)![1] !== -1) changes.push([moment, -1]);
    }
  }
  return {
    moments: observed.map(({ moment }) => moment),
    shapes: [...shapes.keys()].map((text) => JSON.parse(text) as ResourceShape),
    resources: [...resources.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each),
  };
}
