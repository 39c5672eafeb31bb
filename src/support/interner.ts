import { createHash } from 'node:crypto';

/**
 * Keeps one copy of what is seen again and again: between two stops of a rehearsal most objects stay as they are, and all
 * sightings of one can share its memory. What it gives out must not be changed.
 */
export class Interner<T> {
  readonly #known = new Map<string, T>();

  /** The value that was made under this key before; else the one that `make` makes now. */
  intern(key: string, make: () => T): T {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    return made;
  }
}

/** A short key for a long text; equal only for equal texts (sha256). */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
