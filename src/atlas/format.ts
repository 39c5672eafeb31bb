import { differenceOf, realOf, type Atlas, type AtlasRow } from '../model/atlas.js';

/** An atlas for people: a line for each cell, what differs there from the real release that it acts as, and the outcome last. */
export function formatAtlas(atlas: Atlas): string {
  const lines = atlas.cells.map((row, at) => `  ${row.id}: ${stateOf(row)}${against(atlas, at)}`);
  const count = (state: AtlasRow['state']): number => atlas.cells.filter((row) => row.state === state).length;
  const missing = [...new Set(atlas.cells.flatMap(({ claims }) => claims.missing))];
  const elsewhere = count('elsewhere');
  return [
    ...lines,
    ...missing.map((reason) => `published lists: ${reason}`),
    '',
    `on etcd ${atlas.etcd}: ${count('observed')} of ${atlas.cells.length} cells observed, ${atlas.facts.length} facts${elsewhere > 0 ? `; ${elsewhere} are another shard's` : ''}`,
    '',
    atlas.outcome,
    '',
  ].join('\n');
}

function stateOf({ state, why, claims }: AtlasRow): string {
  if (state === 'elsewhere') return "another shard's";
  if (state !== 'observed') return `inconclusive, ${state}: ${why[0] ?? ''}`;
  if (claims.sources.length === 0) return 'observed, no published lists';
  const contradicted = claims.deviations.filter(({ claimed }) => claimed !== null).length;
  const unpublished = claims.deviations.length - contradicted;
  return `observed, ${contradicted} of ${claims.compared} claims contradicted, ${unpublished} not published`;
}

function against(atlas: Atlas, at: number): string {
  const row = atlas.cells[at]!;
  const real = realOf(atlas.cells, row);
  if (real === undefined || row.state !== 'observed' || atlas.cells[real]!.state !== 'observed') return '';
  return `, ${differenceOf(atlas, real, at).differences.length} differences from ${atlas.cells[real]!.id}`;
}
