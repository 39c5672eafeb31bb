import { leafDifferences } from '../assertions/leaf-differences.js';
import type { Json } from '../model/observation.js';
import { formatValuePath, type ValuePath } from './field-path.js';
import type { Outcome } from './outcome.js';
import { causeKeys } from './repair.js';

/**
 * What became of a field at the new release that emulates the old one, measured with the real old release:
 *
 * - `lost`: the old one keeps a value that the emulating one drops or refuses: work that ran before stops, or loses data.
 * - `persisted`: the emulating one keeps what the old one drops, refuses or does not serve: a leak, which a rollback loses.
 * - `changed`: both take the object and answer other values.
 * - `refused`: the emulating one refuses what the old one drops.
 * - `dropped`: the emulating one drops what the old one refuses.
 * - `refused otherwise`: both refuse, for other reasons or at other fields.
 * - `shown only`: both drop it, and of the two only the emulating one's OpenAPI has it.
 * - `not shown`: both drop it, and neither OpenAPI has it; only the new release's own does.
 * - `same`: both answered alike.
 * - `not served`: the resource is the new release's own.
 * - `unreached`: no server took any value, so nothing was learnt.
 */
export const FIELD_CLASSES = [
  'lost',
  'persisted',
  'changed',
  'refused',
  'dropped',
  'refused otherwise',
  'shown only',
  'not shown',
  'unreached',
  'not served',
  'same',
] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/** Classes that say that a rollback, or the upgrade itself, changes what users stored or may store. */
export const FINDING_CLASSES: readonly FieldClass[] = ['lost', 'persisted', 'changed'];

/** A place other than the probed one where the two answers differ. */
export interface Elsewhere {
  readonly path: string;
  readonly old: Json | undefined;
  readonly emulating: Json | undefined;
}

/** How the two servers' answers to one question compare. */
export interface Comparison {
  readonly class: FieldClass;
  readonly elsewhere: readonly Elsewhere[];
}

/** Which OpenAPI documents have the field. */
export interface Shown {
  readonly old: boolean;
  readonly emulating: boolean;
}

/**
 * Compares the answers of the real old release and of the new one that emulates it. Objects must be normalised. Answers
 * that say nothing compare as `unreached`.
 */
export function compareOutcomes(old: Outcome, emulating: Outcome, at: ValuePath, shown: Shown): Comparison {
  const is = (fieldClass: FieldClass, elsewhere: readonly Elsewhere[] = []): Comparison => ({
    class: fieldClass,
    elsewhere,
  });
  if (old.kind === 'unanswered' || emulating.kind === 'unanswered') return is('unreached');
  if (emulating.kind === 'kept') {
    if (old.kind !== 'kept') return is('persisted');
    const differences = differencesOf(old.object, emulating.object);
    const own = formatValuePath(at);
    const elsewhere = differences.filter(({ path }) => !covers(path, own));
    return is(differences.length > 0 ? 'changed' : 'same', elsewhere);
  }
  if (old.kind === 'kept') return is('lost');
  if (emulating.kind === 'not served') {
    if (old.kind === 'not served') return is('not served');
    return is(old.kind === 'refused' ? 'refused otherwise' : 'refused');
  }
  if (emulating.kind === 'refused') {
    if (old.kind !== 'refused') return is('refused');
    return is(causeKeys(old.causes).join() === causeKeys(emulating.causes).join() ? 'same' : 'refused otherwise');
  }
  if (old.kind !== 'dropped') return is('dropped');
  const elsewhere = differencesOf(old.object, emulating.object);
  if (elsewhere.length > 0) return is('changed', elsewhere);
  if (shown.old) return is('same');
  return is(shown.emulating ? 'shown only' : 'not shown');
}

/** The more telling of two classes. */
export function worseClass(a: FieldClass, b: FieldClass): FieldClass {
  return FIELD_CLASSES.indexOf(a) <= FIELD_CLASSES.indexOf(b) ? a : b;
}

function differencesOf(old: Json, emulating: Json): Elsewhere[] {
  return leafDifferences(old, emulating).map(({ path, before, after }) => ({ path, old: before, emulating: after }));
}

/** True when a difference at `path` is one of the value at `own`, or of what holds it or is in it. */
function covers(path: string, own: string): boolean {
  return (
    path === own ||
    own.startsWith(`${path}.`) ||
    own.startsWith(`${path}[`) ||
    path.startsWith(`${own}.`) ||
    path.startsWith(`${own}[`)
  );
}
