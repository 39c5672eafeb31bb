import type { AtlasCell, AtlasSection } from '../model/atlas.js';

/** Names and values of a section. */
export type Facts = Readonly<Record<string, string>>;

/** What one cell showed; the content of cells/ID.json and of the cache. */
export interface CellObservation {
  readonly schemaVersion: 1;
  readonly cell: AtlasCell;
  /** sha256 of each program that ran, by its name. */
  readonly programs: Readonly<Record<string, string>>;
  readonly sections: Readonly<Partial<Record<AtlasSection, Facts>>>;
  /** What could not be seen, and of which section; a cell without any was wholly observed. */
  readonly problems: readonly CellProblem[];
}

/** Something of a cell that was not seen. */
export interface CellProblem {
  readonly section: AtlasSection;
  readonly message: string;
}
