import type { AtlasCell, AtlasRow } from '../../../../model/atlas.js';

/** What a cell is, in words. */
export function cellWords({ version, mode }: AtlasCell): string {
  const { binary, emulated, minCompatibility } = version;
  const means = mode === 'strict' ? '' : `, ${mode}`;
  return `${binary} emulating ${emulated}, min-compat ${minCompatibility}${means}`;
}

/** The word of a badge for what is known of a cell. */
export function stateWord({ state }: AtlasRow): string {
  return state === 'incomplete' || state === 'not observed' ? 'inconclusive' : state;
}

/** How many claims are contradicted, and how much is there that no list has. */
export function deviationCounts({ claims }: AtlasRow): { readonly contradicted: number; readonly unpublished: number } {
  const unpublished = claims.deviations.filter(({ claimed }) => claimed === null).length;
  return { contradicted: claims.deviations.length - unpublished, unpublished };
}
