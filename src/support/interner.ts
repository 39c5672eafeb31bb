import { createHash } from 'node:crypto';

/**
 * Keeps one copy of what is seen again and again: between two stops of a rehearsal most objects stay as they are, and all
 * sightings of one can share its memory. What it gives out must not be changed.
 */
export class Interner<T> {
  readonly #known = new Map<string, T>();
  readonly #others: ReadonlyMap<string, T>;

  /** `base`: another one whose values are given out too; what is new is kept here alone, and goes when this one does. */
  constructor(base?: Interner<T>) {
    this.#others = base ? base.#known : new Map<string, T>();
  }

  /** The value that was made under this key before; else the one that `make` makes now. */
  intern(key: string, make: () => T): T {
    const known = this.#others.get(key) ?? this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    return made;
  }

  /** Lets go of everything. */
  clear(): void {
    this.#known.clear();
  }
}

/** A short key for a long text; equal only for equal texts (sha256). */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
