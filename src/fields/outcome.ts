import type { Json } from '../model/observation.js';
import { isObject, valueAt, type ValuePath } from './field-path.js';
import type { Cause } from './repair.js';

/** What one server made of an object with the probed value in it. */
export type Outcome =
  | { readonly kind: 'not served' }
  | { readonly kind: 'refused'; readonly status: number; readonly causes: readonly Cause[]; readonly message: string }
  | {
      readonly kind: 'kept';
      /** As the server answered it, which need not be what was sent. */
      readonly value: Json;
      readonly object: Json;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'dropped'; readonly object: Json; readonly warnings: readonly string[] }
  /** No answer, or one that says nothing about the object: overload, timeout. */
  | { readonly kind: 'unanswered'; readonly message: string };

/** An HTTP answer, as much as an outcome needs. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly warnings: readonly string[];
}

/** Reads the answer to a write of an object with the probed value at `at`. */
export function outcomeOf({ status, body, warnings }: Answer, at: ValuePath): Outcome {
  if (status === 429 || status === 503 || status === 504) return { kind: 'unanswered', message: `status ${status}` };
  const answer = parsed(body);
  if (answer === undefined) {
    // a path that no handler has is answered in plain text
    return status === 404 ? { kind: 'not served' } : { kind: 'unanswered', message: `status ${status}, not JSON` };
  }
  if (status >= 200 && status < 300) {
    const value = valueAt(answer, at);
    return value === undefined
      ? { kind: 'dropped', object: answer, warnings }
      : { kind: 'kept', value, object: answer, warnings };
  }
  // a resource that is not there is answered so; an object that is not there is named
  if (status === 404 && valueAt(answer, ['details', 'name']) === undefined) return { kind: 'not served' };
  return { kind: 'refused', status, causes: causesOf(answer), message: textOf(answer, 'message') };
}

function causesOf(answer: Json): Cause[] {
  const causes = valueAt(answer, ['details', 'causes']);
  if (!Array.isArray(causes)) return [];
  return (causes as Json[]).map((cause) => ({
    reason: textOf(cause, 'reason'),
    field: textOf(cause, 'field'),
    message: textOf(cause, 'message'),
  }));
}

function textOf(value: Json, key: string): string {
  const text = isObject(value) ? value[key] : undefined;
  return typeof text === 'string' ? text : '';
}

function parsed(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
