import pLimit from 'p-limit';
import type { NormalisationCounts } from '../fields/normalise.js';
import type { FieldResult } from '../fields/result.js';
import { askField, type Trio } from './ask-field.js';
import type { Way } from './reach.js';
import { kindsOf, subjectsOf, type Kind } from './subjects.js';

/** Everything that asking gave. */
export interface Asked {
  readonly kinds: readonly Kind[];
  readonly fields: readonly FieldResult[];
  /** Kinds and statuses that could not be asked about, and why. */
  readonly obstacles: readonly string[];
  readonly normalised: NormalisationCounts;
}

/** How far asking is. */
export interface AskedProgress {
  readonly kind: Kind;
  readonly done: number;
  readonly of: number;
  readonly fields: number;
}

/** Questions under way at once. Three servers on two cores: more only wait. */
const CONCURRENCY = 8;

/**
 * Asks about every field of every kind that `chosen` takes. Kinds follow one another, and within a kind no search uses
 * what another one has just learnt: the same servers give the same result whatever the timing.
 */
export async function askEverything(
  trio: Trio,
  chosen: (kind: Kind) => boolean,
  onProgress: (progress: AskedProgress) => void,
  signal: AbortSignal,
): Promise<Asked> {
  const kinds = kindsOf(trio).filter(chosen);
  const ways = new Map<string, Way>();
  const fields: FieldResult[] = [];
  const obstacles: string[] = [];
  const normalised: NormalisationCounts = {};
  const limit = pLimit(CONCURRENCY);
  for (const [done, kind] of kinds.entries()) {
    onProgress({ kind, done, of: kinds.length, fields: fields.length });
    for (const probed of await subjectsOf(trio, kind, signal)) {
      if ('obstacle' in probed) {
        obstacles.push(probed.obstacle);
        continue;
      }
      const known = new Map(ways);
      const answers = await Promise.all(
        probed.fields.map((field) => limit(() => askField(trio, probed.subject, field, known, normalised, signal))),
      );
      for (const { result, way } of answers) {
        fields.push(result);
        if (way && !ways.has(result.declaredAs)) ways.set(result.declaredAs, way);
      }
    }
  }
  return { kinds, fields, obstacles, normalised };
}
