import type { Seen } from './showing.js';

/** What a trial with some items switched came to. */
export type Test<T> = (items: readonly T[]) => Promise<Seen>;

/** A set that makes a finding go away. */
export interface Flip<T> {
  readonly items: readonly T[];
  /** Those of them without which a trial says nothing, so that nobody knows whether they are needed. */
  readonly doubtful: readonly T[];
}

/** An item of which no trial said anything. `never`: no server starts with it. */
export interface Untried<T> {
  readonly item: T;
  readonly why: string;
  readonly never: boolean;
}

/** Items that are tried together. */
export interface Group<T> {
  readonly items: readonly T[];
  /** What is switched besides in all their trials. */
  readonly besides?: readonly T[];
}

/** What the words tell of a trial that came to nothing. */
export interface Reading<T> {
  /** What has to be switched besides. */
  companyOf(items: readonly T[], why: string): readonly T[];
  /** Whether they name the item. */
  isNamed(item: T, why: string): boolean;
}

/** What a search comes to. */
export interface Search<T> {
  /** Absent when no set that was tried flips it. */
  readonly flip?: Flip<T>;
  /** Items that were switched, alone or with others, in a trial in which the finding still showed. */
  readonly covered: readonly T[];
  /** Items of which no trial said anything, and why. */
  readonly untried: readonly Untried<T>[];
}

/**
 * Looks for a set of items that makes a finding go away, and takes out of it whatever is not needed. A group is tried as a whole first; when that
 * trial says nothing, without the items that it names, which are tried one by one, or else in halves. The first group that works is made small, and ends the search.
 *
 * @param groups in the order in which they are tried; an item may be in several
 */
export async function searchFlip<T>(
  groups: readonly Group<T>[],
  test: Test<T>,
  reading: Reading<T>,
): Promise<Search<T>> {
  const covered = new Set<T>();
  const untried = new Map<T, Untried<T>>();
  const search = async (items: readonly T[], besides: readonly T[]): Promise<Flip<T> | undefined> => {
    const { items: together, seen } = await inCompany([...items, ...besides], test, reading);
    if (seen.showing === 'absent') return minimal(together, test);
    if (seen.showing === 'shown') {
      for (const item of together) covered.add(item);
    } else if (items.length === 1) {
      const { why, never } = seen;
      for (const item of items) untried.set(item, { item, why, never });
    } else {
      for (const part of apart(items, (item) => reading.isNamed(item, seen.why))) {
        const flip = await search(part, besides);
        if (flip) return flip;
      }
    }
    return undefined;
  };
  let flip: Flip<T> | undefined;
  for (const { items, besides = [] } of groups) {
    flip = await search(items, besides);
    if (flip) break;
  }
  const unknown = [...untried.values()].filter(({ item }) => !covered.has(item));
  return { ...(flip && { flip }), covered: [...covered], untried: unknown };
}

/** Items that a trial names one by one, after all others together; halves where it names none, or all. */
function apart<T>(items: readonly T[], isNamed: (item: T) => boolean): (readonly T[])[] {
  const named = items.filter(isNamed);
  if (named.length === 0 || named.length === items.length) return split(items, 2);
  return [items.filter((item) => !named.includes(item)), ...named.map((item) => [item])];
}

/** Tries items with what they need, until nothing more is asked for. */
async function inCompany<T>(
  start: readonly T[],
  test: Test<T>,
  reading: Reading<T>,
): Promise<{ readonly items: readonly T[]; readonly seen: Seen }> {
  let items = start;
  for (;;) {
    const seen = await test(items);
    if (seen.showing !== 'unresolved') return { items, seen };
    const more = reading.companyOf(items, seen.why).filter((other) => !items.includes(other));
    if (more.length === 0) return { items, seen };
    items = [...items, ...more];
  }
}

/**
 * Delta debugging (ddmin: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002) over a set with which the finding is
 * absent: no single item can be left out of the result, so far as trials say.
 */
async function minimal<T>(items: readonly T[], test: Test<T>): Promise<Flip<T>> {
  const works = async (some: readonly T[]): Promise<boolean> => (await test(some)).showing === 'absent';
  let best = items;
  let parts = 2;
  while (best.length > 1) {
    const pieces = split(best, parts);
    const rests = pieces.map((piece) => best.filter((item) => !piece.includes(item)));
    const piece = await firstOf(pieces, works);
    // of two pieces, each is the rest of the other
    const rest = piece || pieces.length === 2 ? undefined : await firstOf(rests, works);
    if (piece) [best, parts] = [piece, 2];
    else if (rest) [best, parts] = [rest, Math.max(pieces.length - 1, 2)];
    else if (pieces.length < best.length) parts = Math.min(best.length, pieces.length * 2);
    else break;
  }
  const doubtful: T[] = [];
  if (best.length > 1) {
    for (const item of best) {
      const { showing } = await test(best.filter((other) => other !== item));
      if (showing === 'unresolved') doubtful.push(item);
    }
  }
  return { items: best, doubtful };
}

async function firstOf<T>(
  candidates: readonly (readonly T[])[],
  works: (items: readonly T[]) => Promise<boolean>,
): Promise<readonly T[] | undefined> {
  for (const candidate of candidates) if (await works(candidate)) return candidate;
  return undefined;
}

/** So many parts of as equal a length as possible, none of them empty. */
function split<T>(items: readonly T[], parts: number): T[][] {
  const many = Math.min(parts, items.length);
  const bounds = Array.from({ length: many + 1 }, (_, index) => Math.round((index * items.length) / many));
  return Array.from({ length: many }, (_, index) => items.slice(bounds[index], bounds[index + 1]));
}
