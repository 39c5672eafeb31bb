import type { Json } from '../model/observation.js';
import type { Elsewhere, FieldClass, Shown } from './classify.js';
import type { Cause } from './repair.js';

/** One server's answer as a report shows it. */
export interface BriefOutcome {
  readonly kind: 'not served' | 'refused' | 'kept' | 'dropped' | 'unanswered';
  readonly value?: Json;
  readonly status?: number;
  readonly causes?: readonly Cause[];
  readonly message?: string;
}

/** Parts of an object that are written through resources of their own. */
export type Subresource = 'status' | 'ephemeralcontainers';

/** To whom an example's object goes. */
export interface QuestionTarget {
  readonly groupVersion: string;
  readonly resource: string;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  /** Set: a part of the object of this name is patched, through a subresource. Unset: an object is created. */
  readonly part?: { readonly subresource: Subresource; readonly of: string };
}

/** A question whose answers differ between the two servers, whole. */
export interface Example {
  readonly class: FieldClass;
  readonly question: { readonly target: QuestionTarget; readonly inOld: boolean; readonly inEmulating: boolean };
  readonly value: Json;
  /** The body of the request. */
  readonly object: Json;
  /** Where the value is in it, e.g. `spec.containers[0].image`. */
  readonly at: string;
  readonly old: BriefOutcome;
  readonly emulating: BriefOutcome;
  readonly guide: BriefOutcome;
  readonly elsewhere: readonly Elsewhere[];
}

/** What was learnt of one field of one kind. */
export interface FieldResult {
  readonly groupVersion: string;
  readonly resource: string;
  /** Set where the field is written through one. */
  readonly subresource: Subresource | '';
  /** `spec.containers[].image` */
  readonly path: string;
  readonly declaredAs: string;
  /** Feature gates that the field's own description names. */
  readonly gates: readonly string[];
  /** The old release's OpenAPI does not have it. */
  readonly isNew: boolean;
  readonly shown: Shown;
  /** Some server kept a value of it. */
  readonly reached: boolean;
  readonly class: FieldClass;
  /** Why it was not reached, in the guide's words. */
  readonly obstacle: string;
  readonly examples: readonly Example[];
}
