import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import {
  findRuns,
  indexRun,
  mergedJunit,
  mergedLine,
  mergedOutcome,
  mergedSummary,
  renderRunIndex,
  verdictLine,
} from '../../reporters/index.js';
import { writeFileAtomically } from '../../support/atomic-file.js';
import { exitCodeOf } from '../exit-code.js';

/** `kube-rehearse merge DIR...` */
export function mergeCommand(finish: (exitCode: number) => void): Command {
  return new Command('merge')
    .description('put the runs of several shards or machines together: one page, one summary, one junit.xml')
    .argument('<dir...>', "runs' directories, or folders that hold them")
    .option('--out <dir>', 'where to write index.html, summary.md and junit.xml', '.')
    .option(
      '--missing <sentence>',
      'say what else should be there; the result can then at best be inconclusive',
      collect,
      [],
    )
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse merge results
  kube-rehearse merge shard-1 shard-2 --out merged
  kube-rehearse merge results --missing 'the machine of 1.35 never answered'

The worst run decides; a run or shard that is missing makes it inconclusive. Exit codes as those of run.`,
    )
    .action(async (folders: string[], { out, missing }: { out: string; missing: string[] }) => {
      const { runs: all, missing: noticed } = await findRuns(folders);
      const found = { runs: all, missing: [...noticed, ...missing] };
      await mkdir(resolve(out), { recursive: true });
      const at = (name: string): string => join(resolve(out), name);
      const runs = [];
      for (const { directory } of found.runs) runs.push(await indexRun(directory, at('index.html')));
      await writeFileAtomically(at('index.html'), await renderRunIndex(runs, found.missing));
      await writeFileAtomically(at('summary.md'), mergedSummary(found));
      await writeFileAtomically(at('junit.xml'), mergedJunit(found));
      for (const { name, verdict } of found.runs) process.stdout.write(`${name}: ${verdictLine(verdict)}\n`);
      for (const sentence of found.missing) process.stdout.write(`${sentence}\n`);
      process.stdout.write(`${mergedLine(found)}\n`);
      finish(exitCodeOf(mergedOutcome(found)));
    });
}

function collect(sentence: string, earlier: readonly string[]): string[] {
  return [...earlier, sentence];
}
