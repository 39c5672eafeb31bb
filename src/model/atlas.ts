import { actsAsItself, type EffectiveVersion } from './effective-version.js';
import type { EmulationMode } from './emulation-mode.js';
import type { Outcome } from './verdict.js';

/** What an atlas says of a cell, part by part. */
export const ATLAS_SECTIONS = [
  'resources',
  'storage versions',
  'gates',
  'cel',
  'admission',
  'default objects',
  'fields',
  'flags',
  'settings',
  'field probe',
] as const;
export type AtlasSection = (typeof ATLAS_SECTIONS)[number];

/** One control plane of an atlas: a release, what it acts as, and how that is meant. */
export interface AtlasCell {
  /** Unique, and fit for a file's name. */
  readonly id: string;
  readonly version: EffectiveVersion;
  readonly mode: EmulationMode;
}

/** A cell as far as it was looked at. */
export interface AtlasRow extends AtlasCell {
  /** `elsewhere`: another shard looks at it. */
  readonly state: 'observed' | 'incomplete' | 'not observed' | 'elsewhere';
  /** Why it is not observed, or not wholly. */
  readonly why: readonly string[];
  /** Sections of which nothing is known here: what is absent there may be there all the same. */
  readonly unseen: readonly AtlasSection[];
  readonly claims: ClaimsRow;
}

/** What the published lists say of a cell, against what was seen. */
export interface ClaimsRow {
  /** The lists that were read. */
  readonly sources: readonly string[];
  /** Lists that could not be had, and why. */
  readonly missing: readonly string[];
  /** How many claims were compared: what is there and in no list is not one. */
  readonly compared: number;
  readonly deviations: readonly Deviation[];
  /** Published, and not there: the published lists are made with every API and gate on. */
  readonly off: readonly string[];
}

/** A claim that is not what was seen; null where there is none, or nothing. */
export interface Deviation {
  readonly section: AtlasSection;
  readonly name: string;
  readonly claimed: string | null;
  readonly observed: string | null;
}

/** One thing that cells have, with its value in each: `at` of the pattern is an index of `values`, or -1 where it is absent. */
export interface AtlasFact {
  readonly section: AtlasSection;
  readonly name: string;
  readonly values: readonly string[];
  /** Which of the atlas's patterns. */
  readonly pattern: number;
}

/** Everything that was seen of all cells; the content of atlas.json and of its site. */
export interface Atlas {
  readonly schemaVersion: 1;
  readonly harnessVersion: string;
  readonly outcome: Outcome;
  readonly etcd: string;
  readonly binaries: readonly string[];
  /** sha256 of each program by its name, by release. */
  readonly programs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Emulated versions to which the cells were restricted. */
  readonly emulated: readonly string[] | 'all';
  readonly shard: { readonly index: number; readonly of: number } | null;
  readonly cells: readonly AtlasRow[];
  /** Index of a value by cell, for all facts that have their values in the same cells. */
  readonly patterns: readonly (readonly number[])[];
  readonly facts: readonly AtlasFact[];
  /** Number of the enhancement proposal of a gate, as the sources of its release name it. */
  readonly keps: Readonly<Record<string, string>>;
}

/** A fact that differs between two cells; null where it is absent. */
export interface FactDifference {
  readonly section: AtlasSection;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs between two cells, and of which sections that is not known. */
export interface CellDifference {
  readonly differences: readonly FactDifference[];
  readonly unknown: readonly AtlasSection[];
}

/** The value of a fact in the cell of an index; null where it is absent. */
export function valueIn(atlas: Pick<Atlas, 'patterns'>, fact: AtlasFact, cell: number): string | null {
  return fact.values[atlas.patterns[fact.pattern]?.[cell] ?? -1] ?? null;
}

/** True where something may be said of a section of a cell. */
export function isSeen(row: AtlasRow | undefined, section: AtlasSection): boolean {
  return row !== undefined && (row.state === 'observed' || row.state === 'incomplete') && !row.unseen.includes(section);
}

/** Compares two cells by their indexes. A section that was not seen in both has no differences, and is named instead. */
export function differenceOf(
  atlas: Pick<Atlas, 'cells' | 'facts' | 'patterns'>,
  before: number,
  after: number,
): CellDifference {
  const both = (section: AtlasSection): boolean =>
    isSeen(atlas.cells[before], section) && isSeen(atlas.cells[after], section);
  const differences = atlas.facts.flatMap((fact) => {
    if (!both(fact.section)) return [];
    const [from, to] = [valueIn(atlas, fact, before), valueIn(atlas, fact, after)];
    return from === to ? [] : [{ section: fact.section, name: fact.name, before: from, after: to }];
  });
  return { differences, unknown: ATLAS_SECTIONS.filter((section) => !both(section)) };
}

/**
 * The cell in which a real release acts as itself what this one emulates, by its index: with the same min-compatibility version
 * where it has that, else with its own. Undefined where the atlas has none, and for a release that acts as itself.
 */
export function realOf(cells: readonly AtlasCell[], { version, mode }: AtlasCell): number | undefined {
  if (actsAsItself(version) && mode === 'strict') return undefined;
  const real = cells.flatMap((other, at) =>
    other.mode === 'strict' && other.version.emulated === version.emulated && actsAsItself(other.version) ? [at] : [],
  );
  const same = real.find((at) => cells[at]?.version.minCompatibility === version.minCompatibility);
  return same ?? real.at(-1);
}
