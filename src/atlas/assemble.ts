import { ATLAS_SECTIONS, type Atlas, type AtlasCell, type AtlasRow, type ClaimsRow } from '../model/atlas.js';
import { actsAsItself } from '../model/effective-version.js';
import { claimsOf, type Published } from './claims.js';
import type { CellObservation, Facts } from './observation.js';
import { isOf, probeFacts, type ProbeClasses } from './probe-facts.js';
import { outcomeOf, tableOf } from './table.js';

/** What came of looking at a cell: what it showed, or why nothing is known. */
export type Looked = CellObservation | { readonly why: string };

/** The same, or that another shard looks. */
export type CellResult = Looked | 'elsewhere';

/** What an atlas is made from. */
export interface AtlasParts {
  readonly frame: Pick<Atlas, 'harnessVersion' | 'etcd' | 'binaries' | 'programs' | 'emulated' | 'shard'>;
  readonly cells: readonly AtlasCell[];
  readonly results: Readonly<Record<string, CellResult>>;
  /** By release; and by minor, for those that are only emulated. */
  readonly published: Readonly<Record<string, Published>>;
  readonly probes: readonly ProbeClasses[];
}

/** Puts what all cells showed into one table. Any cell that is not known wholly makes the atlas inconclusive, unless it is another shard's. */
export function assembleAtlas({ frame, cells, results, published, probes }: AtlasParts): Atlas {
  const rows = cells.map((cell) => rowOf(cell, results[cell.id] ?? { why: 'nobody looked at it' }, published, probes));
  const sections = cells.map((cell) => sectionsOf(cell, results[cell.id], probes));
  return {
    schemaVersion: 1,
    ...frame,
    outcome: outcomeOf(rows),
    cells: rows,
    ...tableOf(sections),
    keps: Object.assign({}, ...Object.values(published).map((list) => ('keps' in list ? list.keps : {}))) as Facts,
  };
}

const NOTHING_CLAIMED: ClaimsRow = { sources: [], missing: [], compared: 0, deviations: [], off: [] };

function rowOf(
  cell: AtlasCell,
  result: CellResult,
  published: AtlasParts['published'],
  probes: readonly ProbeClasses[],
): AtlasRow {
  if (result === 'elsewhere') return { ...cell, state: 'elsewhere', why: [], unseen: [], claims: NOTHING_CLAIMED };
  if ('why' in result)
    return { ...cell, state: 'not observed', why: [result.why], unseen: [], claims: NOTHING_CLAIMED };
  const { binary, emulated } = cell.version;
  const absent = (release: string): Published => ({ unavailable: `the lists of ${release} were not asked for` });
  const ofBinary = published[binary] ?? absent(binary);
  const ofEmulated = actsAsItself(cell.version) ? ofBinary : (published[emulated] ?? absent(emulated));
  const seen = sectionsOf(cell, result, probes);
  const troubled = new Set(result.problems.map(({ section }) => section));
  return {
    ...cell,
    state: result.problems.length === 0 ? 'observed' : 'incomplete',
    why: result.problems.map(({ section, message }) => `${section}: ${message}`),
    unseen: ATLAS_SECTIONS.filter((section) => troubled.has(section) || seen[section] === undefined),
    claims: claimsOf(result, ofBinary, ofEmulated),
  };
}

function sectionsOf(
  cell: AtlasCell,
  result: CellResult | undefined,
  probes: readonly ProbeClasses[],
): CellObservation['sections'] {
  if (result === undefined || result === 'elsewhere' || 'why' in result) return {};
  const own = probes.filter((probe) => isOf(probe, cell)).map(probeFacts);
  return own.length === 0 ? result.sections : { ...result.sections, 'field probe': Object.assign({}, ...own) as Facts };
}
