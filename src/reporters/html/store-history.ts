import type { StoredObject } from '../../model/observation.js';
import type { Moment } from './moments.js';

/**
 * Every key that was ever stored, without contents, small enough for 100,000 of them. A key shares its beginning with the one
 * before it: `keys` alternates the number of shared characters and the rest. `versions` has one list a key, flat, four values
 * a version: moment, revision (0: gone), index into `kinds`, start of the content's sha256.
 */
export interface StoreHistory {
  /** The moments that were observed. */
  readonly moments: readonly Moment[];
  /** `kind (apiVersion)`, as stored. */
  readonly kinds: readonly string[];
  readonly keys: readonly (number | string)[];
  readonly versions: readonly (readonly (number | string)[])[];
}

/** What of a stored object is told. */
export type StoredVersion = Pick<StoredObject, 'key' | 'modRevision' | 'sha256' | 'apiVersion' | 'kind' | 'encoding'>;

const SHA_SHOWN = 12;

/** Gathers what was stored, moment by moment, in order. */
export class StoreHistoryBuilder {
  readonly #moments: Moment[] = [];
  readonly #kinds = new Map<string, number>();
  readonly #versions = new Map<string, (number | string)[]>();
  /** The number of the last observation in which a key was there. */
  readonly #seen = new Map<string, number>();

  /** Adds an observation; a later one than all before. */
  async add(moment: Moment, objects: AsyncIterable<StoredVersion>): Promise<void> {
    this.#moments.push(moment);
    const observation = this.#moments.length;
    for await (const object of objects) {
      this.#seen.set(object.key, observation);
      this.#addVersion(moment, object);
    }
    for (const [key, last] of this.#seen) {
      if (last === observation) continue;
      this.#versions.get(key)!.push(moment, 0, 0, '');
      this.#seen.delete(key);
    }
  }

  build(): StoreHistory {
    const keys = [...this.#versions.keys()].sort(byCodeUnit);
    return {
      moments: this.#moments,
      kinds: [...this.#kinds.keys()],
      keys: frontCoded(keys),
      versions: keys.map((key) => this.#versions.get(key)!),
    };
  }

  #addVersion(moment: Moment, { key, modRevision, sha256, apiVersion, kind, encoding }: StoredVersion): void {
    const sha = sha256.slice(0, SHA_SHOWN);
    const versions = this.#versions.get(key);
    if (versions && versions.at(-3) === modRevision && versions.at(-1) === sha) return;
    const name = kind === '' ? encoding : `${kind} (${apiVersion})`;
    let index = this.#kinds.get(name);
    if (index === undefined) this.#kinds.set(name, (index = this.#kinds.size));
    const version = [moment, modRevision, index, sha];
    if (versions) versions.push(...version);
    else this.#versions.set(key, version);
  }
}

function frontCoded(keys: readonly string[]): (number | string)[] {
  let previous = '';
  return keys.flatMap((key) => {
    let shared = 0;
    while (shared < key.length && key[shared] === previous[shared]) shared += 1;
    previous = key;
    return [shared, key.slice(shared)];
  });
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
