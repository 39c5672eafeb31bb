import type { GuaranteeId } from '../model/guarantee.js';
import type { Json } from '../model/observation.js';
import type { Noise } from '../model/verdict.js';
import { isList, textAt, valueAt } from './json.js';
import { managerOf } from './leaf-differences.js';
import { withoutWave } from './object-identity.js';

/**
 * True when a component of the control plane says itself, in `metadata.managedFields`, that it wrote the object between the
 * two sightings. Something altered behind the server carries no such signature, so it is never noise.
 * `before` is null for an object that was not there.
 */
export function isSigned(before: Json, after: Json): boolean {
  const earlier = new Map(managedFields(before));
  return managedFields(after).some(([manager, time]) => time !== '' && earlier.get(manager) !== time);
}

function managedFields(content: Json): [manager: string, time: string][] {
  const entries = valueAt(content, 'metadata', 'managedFields');
  return isList(entries) ? entries.map((entry) => [managerOf(entry), textAt(entry, 'time')]) : [];
}

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
