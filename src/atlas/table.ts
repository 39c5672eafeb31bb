import { ATLAS_SECTIONS, valueIn, type Atlas, type AtlasFact, type AtlasRow } from '../model/atlas.js';
import type { CellObservation } from './observation.js';

type Sections = CellObservation['sections'];

/** One fact for each name that any cell has; where values stand in the same cells, facts share a pattern. */
export function tableOf(cells: readonly Sections[]): Pick<Atlas, 'facts' | 'patterns'> {
  const patterns = new Map<string, number>();
  const facts = ATLAS_SECTIONS.flatMap((section) => {
    const names = new Set(cells.flatMap((cell) => Object.keys(cell[section] ?? {})));
    return [...names].sort().map((name): AtlasFact => {
      const values = cells.map((cell) => ownValue(cell[section], name));
      const distinct = [...new Set(values.filter((value) => value !== undefined))];
      const key = values.map((value) => (value === undefined ? -1 : distinct.indexOf(value))).join(' ');
      const pattern = patterns.get(key) ?? patterns.size;
      patterns.set(key, pattern);
      return { section, name, values: distinct, pattern };
    });
  });
  return { facts, patterns: [...patterns.keys()].map((key) => key.split(' ').map(Number)) };
}

/** What `tableOf` was given for one cell, but for sections without any fact. */
export function sectionsIn(atlas: Pick<Atlas, 'facts' | 'patterns'>, cell: number): Sections {
  const shown = atlas.facts.flatMap((fact) => {
    const value = valueIn(atlas, fact, cell);
    return value === null ? [] : [{ section: fact.section, entry: [fact.name, value] as const }];
  });
  const sections = ATLAS_SECTIONS.flatMap((section) => {
    const own = shown.filter((each) => each.section === section).map(({ entry }) => entry);
    return own.length === 0 ? [] : [[section, Object.fromEntries(own)] as const];
  });
  return Object.fromEntries(sections);
}

/** Any cell that is not known wholly makes an atlas inconclusive, unless it is another shard's; so does an atlas without cells. */
export function outcomeOf(rows: readonly AtlasRow[]): Atlas['outcome'] {
  const known = rows.filter(({ state }) => state !== 'elsewhere');
  return known.length > 0 && known.every(({ state }) => state === 'observed') ? 'pass' : 'inconclusive';
}

function ownValue(facts: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return facts && Object.hasOwn(facts, name) ? facts[name] : undefined;
}
