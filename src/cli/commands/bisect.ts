import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { BinariesOverride } from '../../binaries/overrides.js';
import { formatBisect } from '../../fields/bisect/format.js';
import { plainReporter } from '../../reporters/index.js';
import { EXIT } from '../../support/errors.js';
import { VARIED, type Varied } from '../../fields/bisect/result.js';
import { collectOverride } from '../collect-override.js';
import { requireUsableOut, stampedOut } from '../out-directory.js';
import { parseList } from '../parse-list.js';
import { printError } from '../print-error.js';

interface BisectOptions {
  readonly vary: readonly Varied[];
  readonly releases?: readonly string[];
  readonly out?: string;
  readonly binaries: readonly BinariesOverride[];
  readonly json: boolean;
}

/** `kube-rehearse bisect` */
export function bisectCommand(finish: (exitCode: number) => void, signal: AbortSignal): Command {
  return new Command('bisect')
    .description(
      'find what makes a finding of a probe go away: gates, API versions, min-compat, emulated version, release',
    )
    .argument('<probe-dir>', "the probe's directory")
    .argument('[number...]', 'findings by their number in probe.txt (default: all)', collectNumber)
    .addOption(
      new Option('--vary <list>', `what to try, of ${VARIED.join(', ')}`).argParser(parseVaried).default(VARIED, 'all'),
    )
    .option(
      '--releases <list>',
      'other releases of the two minors, e.g. 1.37.0,1.37.1 (default: those in the cache)',
      parseList,
    )
    .option('--out <dir>', 'where bisect.json, bisect.txt, the bug reports and the logs go')
    .option('--binaries <version=dir>', 'take programs of a minor from a folder', collectOverride, [])
    .option('--json', 'print bisect.json instead of the text', false)
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse bisect reports/DIR
  kube-rehearse bisect reports/DIR 3
  kube-rehearse bisect reports/DIR 1 2 --vary switches

Exit codes: 0 conclusive, 2 a finding did not show again or something could not be tried, 3 bad input, 4 the harness or machine failed, 130 interrupted`,
    )
    .action(async (probe: string, numbers: readonly number[] = [], options: BisectOptions) => {
      const directory = resolve(options.out ?? stampedOut('bisect'));
      await requireUsableOut([directory]);
      const events = plainReporter(process.stderr);
      try {
        // only now: other commands need none of this
        const { bisectFindings } = await import('../bisect-findings.js');
        const { vary, releases, binaries: overrides } = options;
        const result = await bisectFindings({
          ...{ probe: resolve(probe), numbers, vary, releases },
          ...{ directory, overrides, events, signal },
        });
        events.close();
        process.stdout.write(
          options.json ? `${JSON.stringify(result)}\n` : `${formatBisect(result)}\nin ${directory}\n`,
        );
        finish(EXIT[result.outcome]);
      } catch (error) {
        events.close();
        finish(printError(error, signal));
      }
    });
}

function collectNumber(text: string, earlier: readonly number[] = []): readonly number[] {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('it is not the number of a finding.');
  return [...earlier, Number(text)];
}

function parseVaried(text: string): Varied[] {
  return parseList(text).map((item) => {
    const found = VARIED.find((each) => each === item);
    if (!found) throw new InvalidArgumentError(`it is one of ${VARIED.join(', ')}.`);
    return found;
  });
}
