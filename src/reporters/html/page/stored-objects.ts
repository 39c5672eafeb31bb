import { stopOf, type Moment } from '../moments.js';
import type { StoreHistory } from '../store-history.js';

/** One key and what became of it. */
export interface StoredKey {
  readonly key: string;
  readonly versions: readonly KeyVersion[];
}

/** What was stored from a moment on. */
export interface KeyVersion {
  readonly moment: Moment;
  /** 0: gone. */
  readonly revision: number;
  readonly kind: string;
  readonly sha: string;
}

/** What happened to a key at a moment, compared with the moment before. */
export type KeyChange = 'absent' | 'same' | 'new' | 'changed' | 'gone';

/** All keys, decoded on access, so that 100,000 of them cost little until they are shown. */
export class StoredObjects {
  readonly moments: readonly Moment[];
  readonly kinds: readonly string[];
  readonly keys: readonly string[];
  readonly #versions: StoreHistory['versions'];

  constructor({ moments, kinds, keys, versions }: StoreHistory) {
    this.moments = moments;
    this.kinds = kinds;
    this.keys = decodeKeys(keys);
    this.#versions = versions;
  }

  at(index: number): StoredKey {
    const flat = this.#versions[index]!;
    const versions: KeyVersion[] = [];
    for (let at = 0; at < flat.length; at += 4) {
      const [moment, revision, kind, sha] = flat.slice(at, at + 4) as [number, number, number, string];
      versions.push({ moment, revision, kind: this.kinds[kind]!, sha });
    }
    return { key: this.keys[index]!, versions };
  }

  /** The kind of a key's last version. */
  kindOf({ versions }: StoredKey): string {
    return versions.findLast(({ revision }) => revision > 0)!.kind;
  }

  /** The indexes of the keys that match, in order. */
  search({ text, stop, change }: Search): number[] {
    const wanted = text.trim().toLowerCase();
    const found: number[] = [];
    for (let index = 0; index < this.keys.length; index += 1) {
      if (wanted !== '' && !this.#matches(index, wanted)) continue;
      if ((stop !== null || change !== 'any') && !this.#changes(this.at(index), stop, change)) continue;
      found.push(index);
    }
    return found;
  }

  /** What happened to a key at a moment that was observed. */
  changeAt({ versions }: StoredKey, moment: Moment): KeyChange {
    const at = versions.findLastIndex((version) => version.moment <= moment);
    const version = versions[at];
    if (!version) return 'absent';
    if (version.moment !== moment || moment === this.moments[0]) return version.revision === 0 ? 'absent' : 'same';
    if (version.revision === 0) return 'gone';
    return at === 0 || versions[at - 1]!.revision === 0 ? 'new' : 'changed';
  }

  #matches(index: number, wanted: string): boolean {
    if (this.keys[index]!.toLowerCase().includes(wanted)) return true;
    const kind = this.#versions[index]![2] as number;
    return this.kinds[kind]!.toLowerCase().includes(wanted);
  }

  #changes(stored: StoredKey, stop: number | null, change: Search['change']): boolean {
    return stored.versions.some(({ moment }) => {
      if (stop !== null && stopOf(moment) !== stop) return false;
      const what = this.changeAt(stored, moment);
      return change === 'any' ? what !== 'same' && what !== 'absent' : what === change;
    });
  }
}

/** What to look for; `stop` null is any, and `any` any change. */
export interface Search {
  /** Part of the key or the kind. */
  readonly text: string;
  readonly stop: number | null;
  readonly change: 'any' | 'new' | 'changed' | 'gone';
}

function decodeKeys(coded: StoreHistory['keys']): string[] {
  const keys: string[] = [];
  let previous = '';
  for (let at = 0; at < coded.length; at += 2) {
    previous = previous.slice(0, coded[at] as number) + (coded[at + 1] as string);
    keys.push(previous);
  }
  return keys;
}
