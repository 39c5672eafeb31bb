import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { RunDirectory } from '../../reporters/index.js';

/** `kube-rehearse report RUN_DIR` */
export function reportCommand(): Command {
  return new Command('report')
    .description("print a run's summary and say where it lies")
    .argument('<run-dir>', "a run's directory")
    .addHelpText('after', '\nExample:\n  kube-rehearse report reports/ladder-20260101-120000-ab12')
    .action(async (path: string) => {
      const directory = await RunDirectory.open(path);
      // a run that was killed before it was judged has no summary yet; the verdict's reader says so with the remedy
      await directory.readVerdict();
      process.stdout.write(await readFile(directory.at('summary.md'), 'utf8'));
      process.stderr.write(`${directory.at('summary.md')}\n`);
    });
}
