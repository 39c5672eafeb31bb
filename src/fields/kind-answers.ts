import type { Json } from '../model/observation.js';
import type { NormalisationCounts } from './normalise.js';
import type { Placement } from './place.js';
import type { FieldResult } from './result.js';

/** A way that led to an accepted value of a field; tried first wherever the same declaration appears again. */
export interface Way {
  readonly placement: Placement;
  readonly value: Json;
}

/** What was learnt of declarations where they were met before, by `Field.declaredAs`: a way, or that there was none. */
export type Known = ReadonlyMap<string, Way | 'in vain'>;

/** A persisted kind at one version. */
export interface Kind {
  readonly groupVersion: string;
  readonly resource: string;
  readonly kind: string;
}

/** Everything that asking about one kind gave. */
export interface KindAnswers {
  readonly kind: Kind;
  readonly fields: readonly FieldResult[];
  /** What the kinds after it know. */
  readonly learnt: readonly (readonly [declaredAs: string, way: Way | 'in vain'])[];
  /** Parts that could not be asked about, and why. */
  readonly obstacles: readonly string[];
  readonly normalised: NormalisationCounts;
  /** Questions to the three servers together, those of them without an answer that says something, and how long it took. */
  readonly questions: number;
  readonly unanswered: number;
  readonly seconds: number;
}
