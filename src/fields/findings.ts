import { FINDING_CLASSES, FIELD_CLASSES, type FieldClass } from './classify.js';
import type { Example, FieldResult } from './result.js';

/** A field of a kind, as people name it: `v1 pods spec.hostUsers`. */
export type FieldName = Pick<FieldResult, 'groupVersion' | 'resource' | 'subresource' | 'path'>;

/** What is different for one cause, wherever it shows. */
export interface Finding {
  /** Stable: the class and what is found, e.g. `persisted io.k8s.api.core.v1.PodSpec.hostUsers`. */
  readonly id: string;
  readonly class: FieldClass;
  /** The field's declaration; for a difference beside the probed fields, the kind and the paths that differ. */
  readonly cause: string;
  readonly gates: readonly string[];
  /** True when the old release's API does not have the field. */
  readonly isNew: boolean;
  readonly places: readonly FieldName[];
  /** The shortest question that shows it. */
  readonly example: Example;
  readonly shownAt: FieldName;
  /** Where the example's field is declared. */
  readonly declaredAs: string;
}

/**
 * Groups what differs by cause: one declaration that leaks in nine kinds is one finding with nine places. Ranked by what a
 * class means, then by name.
 */
export function findingsOf(results: readonly FieldResult[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const result of results) {
    for (const example of result.examples.filter((candidate) => FINDING_CLASSES.includes(candidate.class))) {
      const cause = causeOf(result, example);
      const id = `${example.class} ${cause}`;
      const name = nameOf(result);
      const earlier = found.get(id);
      if (!earlier) {
        const { gates, isNew, declaredAs } = result;
        found.set(id, {
          id,
          class: example.class,
          cause,
          gates,
          isNew,
          places: [name],
          example,
          shownAt: name,
          declaredAs,
        });
        continue;
      }
      const known = earlier.places.some((place) => formatFieldName(place) === formatFieldName(name));
      const shorter = JSON.stringify(example.object).length < JSON.stringify(earlier.example.object).length;
      found.set(id, {
        ...earlier,
        places: known ? earlier.places : [...earlier.places, name],
        ...(shorter && { example, shownAt: name, declaredAs: result.declaredAs }),
      });
    }
  }
  return [...found.values()].sort(byRank);
}

/** `v1 pods/status status.phase`. */
export function formatFieldName({ groupVersion, resource, subresource, path }: FieldName): string {
  return `${groupVersion} ${resource}${subresource === '' ? '' : `/${subresource}`} ${path}`;
}

/** A value that is equal on both sides is not what differs: then the other places in the object are the cause. */
export function causeOf(
  field: Pick<FieldResult, 'groupVersion' | 'resource' | 'declaredAs'>,
  example: Example,
): string {
  const equal = JSON.stringify(example.old.value) === JSON.stringify(example.emulating.value);
  if (example.class !== 'changed' || !equal || example.elsewhere.length === 0) return field.declaredAs;
  const paths = new Set(example.elsewhere.map(({ path }) => path.replace(/\[\d+\]/g, '[]')));
  return `${field.groupVersion} ${field.resource}: ${[...paths].sort().join(', ')}`;
}

function nameOf({ groupVersion, resource, subresource, path }: FieldResult): FieldName {
  return { groupVersion, resource, subresource, path };
}

function byRank(a: Finding, b: Finding): number {
  return FIELD_CLASSES.indexOf(a.class) - FIELD_CLASSES.indexOf(b.class) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
