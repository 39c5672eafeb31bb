import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { SHARD_FILE, type ShardInfo } from '../reporters/index.js';
import { writeFileAtomically } from '../support/atomic-file.js';
import { canonicalJson } from '../support/canonical-json.js';
import { BadInputError } from '../support/errors.js';

/** One of several machines that share the scenarios of a command line; both count from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The value of `--shard`: `1/3`. Throws InvalidArgumentError. */
export function parseShard(text: string): Shard {
  const [, index = '', of = ''] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (index === '' || shard.index > shard.of) throw new InvalidArgumentError('i/n is needed, with i from 1 to n.');
  return shard;
}

/**
 * The part of `items` that belongs to a shard, in their order: the heaviest item goes first, each to the shard that has least. All
 * shards of the same list come to the same division. Throws BadInputError where a shard would have nothing to do.
 */
export function takeShard<T>(items: readonly T[], { index, of }: Shard, weight: (item: T) => number): T[] {
  const loads = Array.from({ length: of }, () => 0);
  const mine = new Set<number>();
  const order = items
    .map((item, at) => ({ at, weight: weight(item) }))
    .sort((a, b) => b.weight - a.weight || a.at - b.at);
  for (const item of order) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least]! += item.weight;
    if (least === index - 1) mine.add(item.at);
  }
  if (mine.size > 0) return items.filter((_, at) => mine.has(at));
  throw new BadInputError({
    code: 'shard-empty',
    message: `shard ${index}/${of} has nothing to do: there are only ${items.length} scenarios`,
    remedy: 'use fewer shards',
  });
}

/** Says in the shared folder what this shard will do, so that `merge` notices what is missing. */
export async function writeShardInfo(out: string, info: ShardInfo): Promise<void> {
  await mkdir(resolve(out), { recursive: true });
  await writeFileAtomically(join(resolve(out), SHARD_FILE), canonicalJson(info));
}
