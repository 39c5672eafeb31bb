import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { worseOf } from '../cli/exit-code.js';
import { main } from '../cli/main.js';
import { EXIT } from '../support/errors.js';
import { folderName, type Inputs, type Pair } from './inputs.js';

/** Runs the scenarios for every pair on every provider, puts the runs together, and gives the worst exit code. */
export async function rehearsePairs(inputs: Inputs): Promise<number> {
  let worst: number = EXIT.pass;
  for (const pair of inputs.pairs) {
    for (const provider of inputs.providers) {
      worst = worseOf(worst, await main(commandFor(inputs, pair, provider)));
      if (worst === EXIT.interrupted) return worst;
    }
  }
  // what one shard did is put together with the others' by whoever has them all
  if (inputs.shard !== '' || !existsSync(inputs.out)) return worst;
  return worseOf(worst, await main(['merge', inputs.out, '--out', inputs.out]));
}

/** The words of one `run`. */
export function commandFor(inputs: Inputs, pair: Pair, provider: string): string[] {
  const { scenarios, seed, binaries, shard, out } = inputs;
  return [
    'run',
    ...scenarios,
    ...['--provider', provider, '--seed', seed, '--out', join(out, folderName(pair, provider))],
    ...(pair ? ['--from', pair.from, '--to', pair.to] : []),
    ...(shard === '' ? [] : ['--shard', shard]),
    ...binaries.flatMap((each) => ['--binaries', each]),
  ];
}
