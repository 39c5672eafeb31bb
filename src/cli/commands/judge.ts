import { Command } from 'commander';
import { RunDirectory } from '../../reporters/index.js';
import { judgeRun } from '../judge-run.js';
import { exitCodeOf } from '../exit-code.js';
import { printVerdict } from '../print-verdict.js';

/** `kube-rehearse judge RUN_DIR` */
export function judgeCommand(finish: (exitCode: number) => void): Command {
  return new Command('judge')
    .description('judge a run again from its files; the same files give the same bytes')
    .argument('<run-dir>', "a run's directory")
    .addHelpText('after', '\nExample:\n  kube-rehearse judge reports/ladder-20260101-120000-ab12')
    .action(async (path: string) => {
      const directory = await RunDirectory.open(path);
      const { plan, verdict } = await judgeRun(directory);
      printVerdict(plan, verdict, directory.path);
      finish(exitCodeOf(verdict.outcome));
    });
}
