import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { basename, extname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { parseOverride, type BinariesOverride } from '../../binaries/overrides.js';
import type { Plan } from '../../model/plan.js';
import type { Outcome } from '../../model/verdict.js';
import { formatPoints } from '../../plan/format-points.js';
import { jsonReporter, plainReporter, terminalReporter, verdictLine, type Reporter } from '../../reporters/index.js';
import { loadScenario } from '../../scenario/load-scenario.js';
import { BadInputError, EXIT } from '../../support/errors.js';
import { requireUsableOut } from '../out-directory.js';
import { parseSeed } from '../parse-seed.js';
import { planScenario, requireReleases } from '../prepare.js';
import { printError } from '../print-error.js';
import { printVerdict } from '../print-verdict.js';
import { rehearse, type KeptCluster } from '../rehearse.js';

interface RunOptions {
  readonly provider: 'local' | 'kind';
  readonly from?: string;
  readonly to?: string;
  readonly seed: number;
  readonly out?: string;
  readonly keep: boolean;
  readonly binaries: readonly BinariesOverride[];
  readonly oracles: boolean;
  readonly listPoints: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `kube-rehearse run SCENARIO...` */
export function runCommand(finish: (exitCode: number) => void, signal: AbortSignal): Command {
  return new Command('run')
    .description('rehearse scenarios on real clusters and judge what was seen')
    .argument('<scenario...>', 'scenario files')
    .addOption(new Option('--provider <name>', 'what clusters are made of').choices(['local']).default('local'))
    .option('--from <version>', 'version to start from: 1.36, 1.36.3, n-1')
    .option('--to <version>', 'version to upgrade to: 1.37, 1.37.2, stable')
    .option('--seed <number>', 'seed of everything random', parseSeed, 1)
    .option('--out <dir>', "the run's directory; with several scenarios one folder each in it")
    .option('--keep', 'leave the cluster running at the end, until Ctrl-C', false)
    .option('--binaries <version=dir>', 'take programs of a minor from a folder', collectOverride, [])
    .option('--no-oracles', 'leave the oracles out: faster, and the verdict can at best be inconclusive')
    .option('--list-points', 'print the points of the transitions, where faults can be placed, and run nothing', false)
    .option('--json', 'print events as JSON lines on stdout', false)
    .option('--quiet', 'no progress', false)
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse run scenarios/reference/ladder.yaml
  kube-rehearse run scenarios/reference/phase-1-and-back.yaml --from 1.35 --to 1.36 --out /tmp/run
  kube-rehearse run my.yaml --binaries 1.37=./_output/bin

Exit codes: 0 pass, 1 fail, 2 inconclusive, 3 bad input, 4 the harness or machine failed, 130 interrupted`,
    )
    .action(async (scenarios: string[], options: RunOptions) => {
      if (options.listPoints) return listPoints(scenarios);
      requireOneToKeep(scenarios, options);
      // all plans before the first start: a mistake in the last file must not cost an hour
      const planned: { path: string; plan: Plan }[] = [];
      for (const path of scenarios) planned.push({ path, plan: await planScenario(path, options) });
      const directories = planned.map(({ path, plan }) =>
        outDirectory(options.out, path, planned.length, plan.scenario),
      );
      await requireUsableOut(directories);
      const plans = planned.map(({ plan }) => plan);
      await requireReleases(plans, options.binaries, signal);
      let worst: number = EXIT.pass;
      for (const [index, { path, plan }] of planned.entries()) {
        const directory = directories[index] ?? '';
        worst = worseOf(worst, await runOne(path, plan, directory, options, signal));
        if (signal.aborted) break;
      }
      finish(worst);
    });
}

async function listPoints(scenarios: readonly string[]): Promise<void> {
  for (const path of scenarios) process.stdout.write(formatPoints(await loadScenario(path)));
}

async function runOne(
  scenarioPath: string,
  plan: Plan,
  directory: string,
  options: RunOptions,
  signal: AbortSignal,
): Promise<number> {
  const events = chooseReporter(options);
  try {
    const rehearsal = await rehearse({
      scenarioPath,
      plan,
      directory,
      overrides: options.binaries,
      keep: options.keep,
      skipOracles: !options.oracles,
      arguments: process.argv.slice(2),
      events,
      signal,
    });
    events.close();
    const { verdict } = rehearsal;
    if (options.json) process.stdout.write(`${JSON.stringify({ type: 'verdict', verdict })}\n`);
    else if (options.quiet) process.stdout.write(`${verdictLine(verdict)}\n`);
    else printVerdict(plan, verdict, rehearsal.directory.path);
    if (rehearsal.kept) await holdUntil(signal, rehearsal.kept);
    else if (rehearsal.error !== undefined || signal.aborted) return printError(rehearsal.error, signal);
    return exitCodeOf(verdict.outcome);
  } catch (error) {
    events.close();
    return printError(error, signal);
  }
}

/** Leaves a kept cluster to the user until Ctrl-C: its processes live as long as this one. */
async function holdUntil(signal: AbortSignal, kept: KeptCluster): Promise<void> {
  process.stderr.write(`kept: ${kept.api}, kubeconfig ${kept.kubeconfig}; Ctrl-C ends it\n`);
  if (!signal.aborted) await once(signal, 'abort');
  await kept.stop();
}

function chooseReporter(options: RunOptions): Reporter {
  if (options.quiet) return Object.assign(() => undefined, { close: () => undefined });
  if (options.json) return jsonReporter(process.stdout);
  return process.stderr.isTTY ? terminalReporter(process.stderr) : plainReporter(process.stderr);
}

/** The exit code of a verdict; part of the outside contract. */
export function exitCodeOf(outcome: Outcome): number {
  return EXIT[outcome];
}

/** Of several runs' exit codes the one to end with: harness failures before violations before doubts. */
function worseOf(a: number, b: number): number {
  const order: readonly number[] = [
    EXIT.pass,
    EXIT.inconclusive,
    EXIT.fail,
    EXIT.badInput,
    EXIT.harness,
    EXIT.interrupted,
  ];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

function outDirectory(out: string | undefined, path: string, count: number, name: string): string {
  if (out === undefined) {
    const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    return resolve('reports', `${name}-${stamp}-${randomBytes(2).toString('hex')}`);
  }
  return count === 1 ? resolve(out) : join(resolve(out), basename(path, extname(path)));
}

function requireOneToKeep(scenarios: readonly string[], { keep }: RunOptions): void {
  if (!keep || scenarios.length === 1) return;
  throw new BadInputError({
    code: 'keep-several',
    message: `--keep holds one cluster until Ctrl-C, and ${scenarios.length} scenarios were given`,
    remedy: 'run one scenario, or leave --keep out',
  });
}

function collectOverride(text: string, earlier: readonly BinariesOverride[]): BinariesOverride[] {
  return [...earlier, parseOverride(text)];
}
