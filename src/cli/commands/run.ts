import { once } from 'node:events';
import { basename, extname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { BinariesOverride } from '../../binaries/overrides.js';
import type { Plan } from '../../model/plan.js';
import { formatPoints } from '../../plan/format-points.js';
import { jsonReporter, plainReporter, terminalReporter, verdictLine, type Reporter } from '../../reporters/index.js';
import { loadScenario } from '../../scenario/load-scenario.js';
import { BadInputError, EXIT } from '../../support/errors.js';
import type { EarlierRun } from '../earlier-run.js';
import { collectOverride } from '../collect-override.js';
import { exitCodeOf, worseOf } from '../exit-code.js';
import { requireUsableOut, stampedOut } from '../out-directory.js';
import { parseSeed } from '../parse-seed.js';
import { kindConfigOf } from '../prepare-kind.js';
import { planScenario, requireReleases } from '../prepare.js';
import { printError } from '../print-error.js';
import { printVerdict } from '../print-verdict.js';
import { parseShard, takeShard, writeShardInfo, type Shard } from '../shard.js';
import { tellGithub } from '../tell-github.js';
import { PROVIDERS, type KeptCluster, type Origin, type ProviderName } from '../rehearse.js';

interface RunOptions {
  readonly provider: ProviderName;
  readonly from?: string;
  readonly to?: string;
  readonly seed: number;
  readonly out?: string;
  readonly shard?: Shard;
  readonly keep: boolean;
  readonly binaries: readonly BinariesOverride[];
  readonly oracles: boolean;
  readonly savepoints: boolean;
  readonly continueFrom?: string;
  readonly resume?: string;
  readonly listPoints: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

interface Planned {
  readonly path: string;
  readonly plan: Plan;
}

/** `kube-rehearse run SCENARIO...`; `words` is the command line, for run.json. */
export function runCommand(words: readonly string[], finish: (exitCode: number) => void, signal: AbortSignal): Command {
  return new Command('run')
    .description('rehearse scenarios on real clusters and judge what was seen')
    .argument('[scenario...]', 'scenario files')
    .addOption(new Option('--provider <name>', 'what clusters are made of').choices(PROVIDERS).default('local'))
    .option('--from <version>', 'version to start from: 1.36, 1.36.3, n-1')
    .option('--to <version>', 'version to upgrade to: 1.37, 1.37.2, stable')
    .option('--seed <number>', 'seed of everything random', parseSeed, 1)
    .option('--out <dir>', "the run's directory; with several scenarios one folder each in it")
    .option('--shard <i/n>', 'run part i of n of the scenarios, for as many machines', parseShard)
    .option('--keep', 'leave the cluster running at the end, until Ctrl-C', false)
    .option('--binaries <version=dir>', 'take programs of a minor from a folder', collectOverride, [])
    .option('--savepoints', 'keep what other runs can begin from, at every stop', false)
    .option('--continue-from <run>', 'begin at the last stop in common with a run that was made with --savepoints')
    .addOption(
      new Option('--resume <run>', 'go on with a run that was interrupted or killed, in its directory').conflicts([
        'from',
        'to',
        'out',
        'shard',
        'continueFrom',
      ]),
    )
    .option('--no-oracles', 'leave the oracles out: faster, and the verdict can at best be inconclusive')
    .option('--list-points', 'print the points of the transitions, where faults can be placed, and run nothing', false)
    .addOption(new Option('--json', 'print events as JSON lines on stdout').default(false).conflicts('quiet'))
    .addOption(new Option('--quiet', 'no progress, and of the verdict one line').default(false).conflicts('verbose'))
    .addOption(new Option('--verbose', 'a line with its time for every action').default(false))
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse run scenarios/reference/ladder.yaml
  kube-rehearse run scenarios/reference/phase-1-and-back.yaml --from 1.35 --to 1.36 --out /tmp/run
  kube-rehearse run scenarios/reference/ladder.yaml --provider kind
  kube-rehearse run --resume reports/ladder-20260131-235959-1a2b
  kube-rehearse run my.yaml --binaries 1.37=./_output/bin
  kube-rehearse run scenarios/reference/*.yaml --shard 1/3 --out results/shard-1

Exit codes: 0 pass, 1 fail, 2 inconclusive, 3 bad input, 4 the harness or machine failed, 130 interrupted`,
    )
    .action(async (scenarios: string[], options: RunOptions) => {
      if (options.resume !== undefined) return finish(await resume(words, scenarios, options.resume, options, signal));
      requireScenarios(scenarios);
      if (options.listPoints) return listPoints(scenarios);
      requireOneToKeep(scenarios, options);
      // all plans before the first start: a mistake in the last file must not cost an hour
      const all: Planned[] = [];
      for (const path of scenarios) all.push({ path, plan: await planScenario(path, options) });
      if (options.provider === 'kind') for (const { plan } of all) await kindConfigOf(plan);
      const planned = options.shard ? takeShard(all, options.shard, ({ plan }) => plan.steps.length) : all;
      const directories = planned.map(({ path, plan }) => outDirectory(options, path, all.length, plan.scenario));
      await requireUsableOut(directories);
      const plans = planned.map(({ plan }) => plan);
      await requireReleases(plans, options.binaries, signal);
      if (options.shard) await tellShard(options, all, planned);
      let worst: number = EXIT.pass;
      for (const [index, { path, plan }] of planned.entries()) {
        const directory = directories[index] ?? '';
        const base =
          options.continueFrom === undefined
            ? undefined
            : await earlierRun(options.continueFrom, plan, options.provider);
        const origin: Origin = { type: 'scenario', path, plan, directory, ...(base && { base }) };
        worst = worseOf(worst, await runOne(words, origin, options, signal));
        if (signal.aborted) break;
      }
      finish(worst);
    });
}

async function listPoints(scenarios: readonly string[]): Promise<void> {
  for (const path of scenarios) process.stdout.write(formatPoints(await loadScenario(path)));
}

async function resume(
  words: readonly string[],
  scenarios: readonly string[],
  path: string,
  options: RunOptions,
  signal: AbortSignal,
): Promise<number> {
  if (scenarios.length > 0) {
    throw new BadInputError({
      code: 'resume-has-its-scenario',
      message: `--resume goes on with the scenario of ${path}, and ${scenarios[0]} was given too`,
      remedy: 'leave one of them out',
    });
  }
  const { openToResume } = await import('../earlier-run.js');
  const run = await openToResume(path);
  // what the run was told to leave out stays left out
  const oracles = options.oracles && !run.info.arguments.includes('--no-oracles');
  return runOne(words, { type: 'run', run }, { ...options, oracles }, signal);
}

async function earlierRun(path: string, plan: Plan, provider: ProviderName): Promise<EarlierRun> {
  if (provider !== 'local') {
    throw new BadInputError({
      code: 'savepoints-are-local',
      message: `savepoints hold what plain processes run on, and --provider is ${provider}`,
      remedy: 'leave --continue-from or --provider out',
    });
  }
  const { openToContinue } = await import('../earlier-run.js');
  return openToContinue(path, plan);
}

async function runOne(
  words: readonly string[],
  origin: Origin,
  options: RunOptions,
  signal: AbortSignal,
): Promise<number> {
  const events = chooseReporter(options);
  try {
    // only now: half of the time to start is for loading what only a rehearsal needs
    const { rehearse } = await import('../rehearse.js');
    const rehearsal = await rehearse({
      origin,
      provider: options.provider,
      overrides: options.binaries,
      keep: options.keep,
      skipOracles: !options.oracles,
      savepoints: options.savepoints,
      arguments: words,
      events,
      signal,
    });
    events.close();
    const { plan, verdict, scenarioPath } = rehearsal;
    if (options.json) process.stdout.write(`${JSON.stringify({ type: 'verdict', verdict })}\n`);
    else if (options.quiet) process.stdout.write(`${verdictLine(verdict)}\n`);
    else printVerdict(plan, verdict, rehearsal.directory.path);
    await tellGithub(rehearsal.directory, verdict, scenarioPath);
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
  return options.verbose ? plainReporter(process.stderr, { verbose: true }) : terminalReporter(process.stderr);
}

function outDirectory({ out, shard }: RunOptions, path: string, count: number, name: string): string {
  if (out === undefined) return stampedOut(name);
  return count === 1 && !shard ? resolve(out) : join(resolve(out), basename(path, extname(path)));
}

/** What this shard will run, for `merge`. Its group is what all shards of one command line have in common. */
async function tellShard(options: RunOptions, all: readonly Planned[], own: readonly Planned[]): Promise<void> {
  const { shard, out, provider } = options;
  if (!shard) return;
  if (out === undefined) {
    throw new BadInputError({
      code: 'shard-without-out',
      message: '--shard needs a folder for what belongs together',
      remedy: 'give one with --out',
    });
  }
  const pairs = new Set(all.map(({ plan: { versions } }) => `${versions.from} to ${versions.to}`));
  await writeShardInfo(out, {
    schemaVersion: 1,
    ...shard,
    group: `${[...pairs].join(', ')} on ${provider}`,
    runs: own.map(({ path }) => basename(path, extname(path))),
  });
}

function requireScenarios(scenarios: readonly string[]): void {
  if (scenarios.length > 0) return;
  throw new BadInputError({
    code: 'no-scenario',
    message: 'no scenario was given',
    remedy: 'give scenario files, e.g. scenarios/reference/ladder.yaml, or --resume RUN_DIR',
  });
}

function requireOneToKeep(scenarios: readonly string[], { keep }: RunOptions): void {
  if (!keep || scenarios.length === 1) return;
  throw new BadInputError({
    code: 'keep-several',
    message: `--keep holds one cluster until Ctrl-C, and ${scenarios.length} scenarios were given`,
    remedy: 'run one scenario, or leave --keep out',
  });
}
