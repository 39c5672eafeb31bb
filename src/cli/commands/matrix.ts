import { resolve } from 'node:path';
import { Command } from 'commander';
import type { BinariesOverride } from '../../binaries/overrides.js';
import { formatMatrix } from '../../matrix/format.js';
import { plainReporter } from '../../reporters/index.js';
import { EXIT } from '../../support/errors.js';
import { collectOverride } from '../collect-override.js';
import { requireUsableOut, stampedOut } from '../out-directory.js';
import { parseList } from '../parse-list.js';
import { printError } from '../print-error.js';

interface StartOptions {
  readonly emulated?: readonly string[];
  readonly out?: string;
  readonly binaries: readonly BinariesOverride[];
  readonly json: boolean;
}

/** `kube-rehearse matrix start` */
export function matrixCommand(finish: (exitCode: number) => void, signal: AbortSignal): Command {
  const command = new Command('matrix')
    .description('try what a release can be asked to act as')
    .addHelpText('after', '\nExample:\n  kube-rehearse matrix start');
  command
    .command('start')
    .description('start real binaries at every pair of emulated and min-compatibility version, legal or not')
    .argument('[version...]', 'releases: 1.37, 1.37.2, stable, n-1 (default: n-1 stable)')
    .option('--emulated <list>', 'only starts that ask for one of these, e.g. 1.35,1.36', parseList)
    .option('--out <dir>', 'where matrix.json, matrix.txt and the logs go')
    .option('--binaries <version=dir>', 'take programs of a minor from a folder', collectOverride, [])
    .option('--json', 'print matrix.json instead of the text', false)
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse matrix start
  kube-rehearse matrix start 1.37 --emulated 1.36,1.37

Exit codes: 0 all as the rules say, 1 a legal start failed or an illegal one did not, 2 something could not be tried, 3 bad input, 4 the harness or machine failed, 130 interrupted`,
    )
    .action(async (versions: string[], { emulated, out, binaries, json }: StartOptions) => {
      const directory = resolve(out ?? stampedOut('matrix'));
      await requireUsableOut([directory]);
      const events = plainReporter(process.stderr);
      try {
        // only now: other commands need none of this
        const { matrixStart } = await import('../matrix-start.js');
        const asked = versions.length > 0 ? versions : ['n-1', 'stable'];
        const result = await matrixStart({
          versions: asked,
          emulated: emulated ?? 'all',
          directory,
          overrides: binaries,
          events,
          signal,
        });
        events.close();
        process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${formatMatrix(result)}in ${directory}\n`);
        finish(EXIT[result.outcome]);
      } catch (error) {
        events.close();
        finish(printError(error, signal));
      }
    });
  return command;
}
