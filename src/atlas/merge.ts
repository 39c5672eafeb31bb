import type { Atlas, AtlasRow } from '../model/atlas.js';
import { canonicalLine } from '../support/canonical-json.js';
import { BadInputError } from '../support/errors.js';
import { outcomeOf, sectionsIn, tableOf } from './table.js';

/**
 * Puts the atlases of shards together: each cell as the first one has it that looked at it. A cell that none looked at is
 * there too, and makes the result inconclusive. Throws BadInputError for atlases of other cells, programs or harnesses.
 */
export function mergeAtlases(atlases: readonly Atlas[]): Atlas {
  const [first, ...others] = atlases;
  if (!first) throw different('there is no atlas to put together');
  if (others.some((other) => frameOf(other) !== frameOf(first))) {
    throw different('the atlases are not shards of one: their releases, programs, cells or harnesses differ');
  }
  const found = first.cells.map((cell, at) => {
    const seen = atlases.filter(({ cells }) => cells[at]!.state !== 'elsewhere');
    const best = seen.find(({ cells }) => cells[at]!.state === 'observed') ?? seen[0];
    return best ? { row: best.cells[at]!, sections: sectionsIn(best, at) } : { row: unlooked(cell), sections: {} };
  });
  const cells = found.map(({ row }) => row);
  return {
    ...first,
    shard: null,
    outcome: outcomeOf(cells),
    cells,
    ...tableOf(found.map(({ sections }) => sections)),
    keps: Object.assign({}, ...atlases.map(({ keps }) => keps)) as Atlas['keps'],
  };
}

/** What shards have in common. */
function frameOf({ harnessVersion, etcd, binaries, emulated, programs, cells }: Atlas): string {
  const all = cells.map(({ id }) => id);
  return canonicalLine({ harnessVersion, etcd, binaries, emulated, programs, all });
}

function unlooked(cell: AtlasRow): AtlasRow {
  return { ...cell, state: 'not observed', why: ['none of the shards that were put together looked at it'] };
}

function different(message: string): BadInputError {
  return new BadInputError({
    code: 'atlas-merge',
    message,
    remedy: 'name the directories that all shards of one `kube-rehearse atlas --shard` wrote',
  });
}
