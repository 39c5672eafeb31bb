import type { GuaranteeId } from '../model/guarantee.js';
import type { Json } from '../model/observation.js';
import type { Noise } from '../model/verdict.js';
import { isList, textAt, valueAt } from './json.js';
import { withoutWave } from './object-identity.js';

/**
 * True when a writer says in `metadata.managedFields`, which the API server keeps, that it wrote the object between the two
 * sightings. What was altered behind the server carries no newer signature, so it is never noise.
 */
export function isSigned(before: Json, after: Json): boolean {
  const earlier = newestSignature([before]);
  return earlier !== '' && newestSignature([after]) > earlier;
}

/** When the latest signature on any of these objects was made, RFC 3339; empty where none is signed. */
export function newestSignature(contents: Iterable<Json>): string {
  let newest = '';
  for (const content of contents) {
    const entries = valueAt(content, 'metadata', 'managedFields');
    if (!isList(entries)) continue;
    for (const entry of entries) {
      const time = textAt(entry, 'time');
      if (time > newest && TIME.test(time)) newest = time;
    }
  }
  return newest;
}

/** What the API server writes: UTC, to the second, so that times compare as text. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * The changes that the restart with identical flags made, and how often each came again. Nothing is known beforehand: what
 * did not move in that restart is no noise.
 */
export class NoiseBook {
  private readonly entries = new Map<string, { subject: string; path: string; explained: number }>();

  /** Takes a change of the null restart as noise. */
  learn(guarantee: GuaranteeId, subject: string, path: string): void {
    const key = keyOf(guarantee, subject, path);
    if (!this.entries.has(key)) this.entries.set(key, { subject: withoutWave(subject), path, explained: 0 });
  }

  /** Says whether a later change is noise, and counts it if so. */
  explains(guarantee: GuaranteeId, subject: string, path: string): boolean {
    const entry = this.entries.get(keyOf(guarantee, subject, path));
    if (entry) entry.explained++;
    return entry !== undefined;
  }

  /** Every change taken as noise, by subject and path; `explained` counts the stops after the null restart. */
  list(): Noise[] {
    const merged = new Map<string, Noise>();
    for (const { subject, path, explained } of this.entries.values()) {
      const key = JSON.stringify([subject, path]);
      merged.set(key, { subject, path, explained: explained + (merged.get(key)?.explained ?? 0) });
    }
    return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, noise]) => noise);
  }
}

function keyOf(guarantee: GuaranteeId, subject: string, path: string): string {
  return JSON.stringify([guarantee, withoutWave(subject), path]);
}
