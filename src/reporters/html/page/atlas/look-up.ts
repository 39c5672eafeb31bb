import { ATLAS_SECTIONS, valueIn, type Atlas, type AtlasFact, type AtlasSection } from '../../../../model/atlas.js';

/** The facts of one cell by section, in the order of the sections; those without any are left out. */
export function factsOf(
  atlas: Atlas,
  cell: number,
  text = '',
): readonly (readonly [AtlasSection, readonly { readonly name: string; readonly value: string }[]])[] {
  const found = search(atlas, text).flatMap((fact) => {
    const value = valueIn(atlas, fact, cell);
    return value === null ? [] : [{ section: fact.section, name: fact.name, value }];
  });
  return bySection(found);
}

/** Sorts things of sections into the order of the sections; sections without any are left out. */
export function bySection<T extends { readonly section: AtlasSection }>(
  items: readonly T[],
): readonly (readonly [AtlasSection, readonly T[]])[] {
  return ATLAS_SECTIONS.flatMap((section) => {
    const own = items.filter((item) => item.section === section);
    return own.length === 0 ? [] : [[section, own] as const];
  });
}

/** Facts whose section, name and enhancement proposal have every word of a text, in any case; all of them for an empty one. */
export function search(atlas: Pick<Atlas, 'facts' | 'keps'>, text: string): readonly AtlasFact[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return atlas.facts;
  return atlas.facts.filter((fact) => {
    const hay = `${fact.section} ${fact.name} ${kepOf(atlas, fact)}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** `KEP-4330` of a gate; empty for one that names none, and for everything else. */
export function kepOf({ keps }: Pick<Atlas, 'keps'>, { section, name }: Pick<AtlasFact, 'section' | 'name'>): string {
  const number = section === 'gates' && Object.hasOwn(keps, name) ? keps[name] : undefined;
  return number === undefined ? '' : `KEP-${number}`;
}

/** Each value of a fact with the cells that have it, by their indexes; the last one may be null, for those of which it is known to be absent. */
export function holders(
  atlas: Atlas,
  fact: AtlasFact,
  isKnown: (cell: number) => boolean,
): readonly { readonly value: string | null; readonly cells: readonly number[] }[] {
  const values: readonly (string | null)[] = [...fact.values, null];
  const known = atlas.cells.map((_, at) => at).filter(isKnown);
  return values
    .map((value) => ({ value, cells: known.filter((at) => valueIn(atlas, fact, at) === value) }))
    .filter(({ cells }) => cells.length > 0);
}

/** The lines of two texts that only one of them has: what changed of a long value. */
export function changedLines(before: string, after: string): { readonly before: string; readonly after: string } {
  const only = (own: string, other: string): string => {
    const left = new Map<string, number>();
    for (const line of other.split('\n')) left.set(line, (left.get(line) ?? 0) + 1);
    return own
      .split('\n')
      .filter((line) => {
        const count = left.get(line) ?? 0;
        left.set(line, count - 1);
        return count <= 0;
      })
      .join('\n');
  };
  return { before: only(before, after), after: only(after, before) };
}
