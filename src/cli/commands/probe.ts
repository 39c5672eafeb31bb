import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { BinariesOverride } from '../../binaries/overrides.js';
import { formatProbe } from '../../fields/format-probe.js';
import { plainReporter } from '../../reporters/index.js';
import { EXIT } from '../../support/errors.js';
import { collectOverride } from '../collect-override.js';
import { requireUsableOut, stampedOut } from '../out-directory.js';
import { parseList } from '../parse-list.js';
import { printError } from '../print-error.js';

interface ProbeOptions {
  readonly from: string;
  readonly to: string;
  readonly kinds?: readonly string[];
  readonly featureGates: string;
  readonly out?: string;
  readonly resume?: string;
  readonly binaries: readonly BinariesOverride[];
  readonly json: boolean;
}

/** `kube-rehearse probe` */
export function probeCommand(finish: (exitCode: number) => void, signal: AbortSignal): Command {
  return new Command('probe')
    .description('ask real servers about every field: what does N emulating N-1 keep, drop or refuse that N-1 does not')
    .option('--from <version>', 'the old release: 1.36, 1.36.3, n-1', 'n-1')
    .option('--to <version>', 'the new release, which emulates it: 1.37, 1.37.2, stable', 'stable')
    .option('--kinds <list>', 'only these, e.g. pods,csinodes or "apps/v1 deployments"', parseList)
    .addOption(
      new Option('--feature-gates <list>', 'gates of the emulating server alone; what they change is found').default(
        '',
      ),
    )
    .option('--out <dir>', 'where probe.json, probe.txt and the logs go')
    .addOption(
      new Option('--resume <dir>', 'go on with a probe that ended early, from its directory').conflicts([
        ...['from', 'to', 'kinds', 'featureGates', 'out'],
      ]),
    )
    .option('--binaries <version=dir>', 'take programs of a minor from a folder', collectOverride, [])
    .option('--json', 'print probe.json instead of the text', false)
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse probe --from 1.36 --to 1.37
  kube-rehearse probe --kinds csinodes,nodes
  kube-rehearse probe --resume reports/probe-…     the one that was interrupted
  kube-rehearse probe --from 1.36 --to 1.36        two servers of one release: no finding

Exit codes: 0 no finding, 1 findings, 2 a kind was not reached or a question not answered, 3 bad input, 4 the harness or machine failed, 130 interrupted`,
    )
    .action(async (options: ProbeOptions) => {
      const { resume } = options;
      const directory = resolve(resume ?? options.out ?? stampedOut('probe'));
      if (resume === undefined) await requireUsableOut([directory]);
      const events = plainReporter(process.stderr);
      try {
        // only now: other commands need none of this
        const { probeFields, questionsOf } = await import('../probe-fields.js');
        const { from, to, featureGates, kinds = 'all' as const } = options;
        const questions = resume === undefined ? { from, to, kinds, featureGates } : await questionsOf(directory);
        const overrides = options.binaries;
        const result = await probeFields({
          ...questions,
          directory,
          resume: resume !== undefined,
          overrides,
          events,
          signal,
        });
        events.close();
        if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
        else process.stdout.write(`${formatProbe(result)}\nin ${directory}\n`);
        finish(EXIT[result.outcome]);
      } catch (error) {
        events.close();
        finish(printError(error, signal));
      }
    });
}
