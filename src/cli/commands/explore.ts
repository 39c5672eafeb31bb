import { createHash } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { BinariesOverride } from '../../binaries/overrides.js';
import { chosenCases, type ChosenCase } from '../../explore/choose.js';
import { differenceOf } from '../../explore/end-state.js';
import { enumerateCases } from '../../explore/enumerate.js';
import { USUAL_FAULTS, kindsNamed } from '../../explore/kinds.js';
import { classesOf, type CaseClass } from '../../explore/same-state.js';
import { summarise } from '../../explore/summary.js';
import { unavailableReason } from '../../faults/index.js';
import type { ExplorationSummary } from '../../model/exploration.js';
import type { Plan } from '../../model/plan.js';
import type { Scenario } from '../../model/scenario.js';
import { explorationLine, explorationMarkdown, explorationText, terminalReporter } from '../../reporters/index.js';
import { loadScenario } from '../../scenario/load-scenario.js';
import { canonicalJson } from '../../support/canonical-json.js';
import { BadInputError } from '../../support/errors.js';
import { siteOf } from '../available-faults.js';
import { collectOverride } from '../collect-override.js';
import { exitCodeOf } from '../exit-code.js';
import { ExplorationDirectory, type ExplorationFrame } from '../exploration/exploration-directory.js';
import { workersOfMachine } from '../exploration/workers.js';
import { harnessVersion } from '../harness-version.js';
import { stampedOut } from '../out-directory.js';
import { parseSeed } from '../parse-seed.js';
import { planScenario, requireReleases } from '../prepare.js';
import { printError } from '../print-error.js';
import { parseShard, takeShard, type Shard } from '../shard.js';

interface ExploreOptions {
  readonly from?: string;
  readonly to?: string;
  readonly seed: number;
  readonly faults: readonly string[];
  readonly share: number;
  readonly workers?: number;
  readonly shard?: Shard;
  readonly merge?: readonly string[];
  readonly out?: string;
  readonly binaries: readonly BinariesOverride[];
  readonly list: boolean;
}

/** What an exploration is of, decided before anything is started. */
interface Planned {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly frame: ExplorationFrame;
  readonly classes: readonly CaseClass[];
  readonly chosen: readonly ChosenCase[];
}

/** `kube-rehearse explore SCENARIO`. */
export function exploreCommand(finish: (exitCode: number) => void, signal: AbortSignal): Command {
  return new Command('explore')
    .description('try every fault at every point of a scenario, going on and going back')
    .argument('<scenario>', 'scenario file')
    .option('--from <version>', 'version to start from')
    .option('--to <version>', 'version to upgrade to')
    .option('--seed <number>', 'seed of everything random', parseSeed, 1)
    .option('--faults <names>', 'groups and kinds of faults, with commas', parseNames, USUAL_FAULTS)
    .option('--share <part>', 'part of the pruned cases to run as a sample, 0 to 1', parseShare, 0.05)
    .option('--workers <number>', 'cases at a time; what the machine can hold unless given', parseWorkers)
    .option('--shard <i/n>', 'run part i of n of the cases, for as many machines', parseShard)
    .addOption(new Option('--merge <dirs...>', 'put the directories of all shards together').conflicts('shard'))
    .option('--out <dir>', "the exploration's directory; one that is there is gone on with")
    .option('--binaries <version=dir>', 'take programs of a minor from a folder', collectOverride, [])
    .option('--list', 'print the classes of cases, and run nothing', false)
    .addHelpText(
      'after',
      `
Examples:
  kube-rehearse explore scenarios/reference/phase-1-and-back.yaml --list
  kube-rehearse explore scenarios/reference/phase-1-and-back.yaml --out reports/phase-1
  kube-rehearse explore scenarios/reference/phase-1-and-back.yaml --faults kill,torn-wal --share 0
  kube-rehearse explore scenarios/reference/phase-1-and-back.yaml --merge shard-1 shard-2

Exit codes: 0 all cases pass, 1 a case fails or the pruning is wrong, 2 not all cases were judged, 3 bad input,
4 the harness or machine failed, 130 interrupted`,
    )
    .action(async (path: string, options: ExploreOptions) => {
      const planned = await planExploration(path, options);
      if (options.list) return void process.stdout.write(listed(planned));
      if (options.merge) return finish(await merge(planned, options.merge));
      finish(await run(path, planned, options, signal));
    });
}

async function planExploration(path: string, options: ExploreOptions): Promise<Planned> {
  const scenario = await loadScenario(path);
  const plan = await planScenario(path, options);
  const classes = classesOf(enumerateCases(scenario, kindsNamed(options.faults)));
  await requireAvailableKinds(classes);
  const frame: ExplorationFrame = {
    schemaVersion: 1,
    harnessVersion: harnessVersion(),
    scenario: scenario.name,
    plan: createHash('sha256').update(canonicalJson(plan)).digest('hex'),
    seed: options.seed,
    faults: options.faults,
    share: options.share,
  };
  return { scenario, plan, frame, classes, chosen: chosenCases(classes, options) };
}

/** Refuses kinds that this machine cannot do: leaving them out would look like having tried them. */
async function requireAvailableKinds(classes: readonly CaseClass[]): Promise<void> {
  // whether it can be done is a matter of the kind alone
  const oneOfEach = new Map(classes.map(({ representative: { spec } }) => [spec.type, spec]));
  for (const [type, spec] of oneOfEach) {
    const reason = await unavailableReason(spec, siteOf('local'));
    if (reason === undefined) continue;
    throw new BadInputError({
      code: 'fault-unavailable',
      message: `${type} cannot be done here: ${reason}`,
      remedy: 'name the faults to explore with --faults, or explore on a machine that can do it',
    });
  }
}

async function run(path: string, planned: Planned, options: ExploreOptions, signal: AbortSignal): Promise<number> {
  const { scenario, plan, frame, chosen } = planned;
  const mine = options.shard ? takeShard(chosen, options.shard, () => 1) : chosen;
  await requireReleases([plan], options.binaries, signal);
  const directory = await ExplorationDirectory.open(options.out ?? stampedOut(`explore-${scenario.name}`), frame);
  const events = terminalReporter(process.stderr);
  const workers = options.workers ?? workersOfMachine();
  let failure: unknown;
  try {
    const { explore } = await import('../exploration/explore.js');
    await explore({
      directory,
      scenarioPath: path,
      chosen: mine,
      runOptions: runOptions(options),
      workers,
      events,
      signal,
    });
  } catch (error) {
    failure = error;
  } finally {
    events.close();
  }
  const summary = await sumUp({ ...planned, chosen: mine }, [directory]);
  await directory.writeText('summary.json', canonicalJson(summary));
  await directory.writeText('exploration.md', explorationMarkdown(scenario.name, summary));
  process.stdout.write(`\nexploration: ${directory.path}\n\n${explorationLine(summary)}\n`);
  if (failure !== undefined || signal.aborted) return printError(failure, signal);
  return exitCodeOf(summary.outcome);
}

async function merge(planned: Planned, paths: readonly string[]): Promise<number> {
  const directories: ExplorationDirectory[] = [];
  for (const path of paths) directories.push(await ExplorationDirectory.open(path, planned.frame));
  const summary = await sumUp(planned, directories);
  process.stdout.write(`\n${explorationLine(summary)}\n`);
  return exitCodeOf(summary.outcome);
}

/** Sums up what the directories hold of the chosen cases, and prints all but the last line. */
async function sumUp(
  { scenario, classes, chosen }: Planned,
  directories: readonly ExplorationDirectory[],
): Promise<ExplorationSummary> {
  const results = (await Promise.all(directories.map((each) => each.results()))).flat();
  const summary = summarise(classes, chosen, results);
  process.stdout.write(explorationText(scenario.name, summary, process.stdout.columns ?? 100));
  process.stdout.write(await differences(summary, directories));
  return summary;
}

/** In what each sample that disagrees with its representative ended otherwise. */
async function differences(
  { disagreeing }: ExplorationSummary,
  directories: readonly ExplorationDirectory[],
): Promise<string> {
  const stateOf = async (digest: string) => {
    for (const directory of directories) {
      const state = await directory.endState(digest);
      if (state) return state;
    }
    return undefined;
  };
  const texts: string[] = [];
  for (const { representative, sample } of disagreeing) {
    const [first, second] = [await stateOf(representative.endState), await stateOf(sample.endState)];
    const lines = first && second ? differenceOf(first, second) : [];
    texts.push(
      `\n${sample.id} ended otherwise than ${representative.id}\n${lines.map((line) => `  ${line}\n`).join('')}`,
    );
  }
  return texts.join('');
}

/** The classes, each with the number of its cases, and the totals. */
function listed({ classes, chosen }: Planned): string {
  const cases = classes.reduce((sum, each) => sum + each.cases.length, 0);
  const samples = chosen.filter(({ because }) => because === 'sample').length;
  const lines = classes.map(({ key, cases: { length } }) => `${String(length).padStart(4)}  ${key}`);
  return `${lines.join('\n')}\n\n${cases} cases in ${classes.length} classes of the same state; ${chosen.length} to run, ${samples} of them samples\n`;
}

/** What the runs are told of the exploration's own options. */
function runOptions({ from, to, seed, binaries }: ExploreOptions): string[] {
  return [
    ...(from === undefined ? [] : ['--from', from]),
    ...(to === undefined ? [] : ['--to', to]),
    '--seed',
    String(seed),
    ...binaries.flatMap(({ version, directory }) => ['--binaries', `${version}=${directory}`]),
  ];
}

function parseNames(text: string): readonly string[] {
  return text.split(',').filter((name) => name !== '');
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() === '' || !(share >= 0 && share <= 1))
    throw new InvalidArgumentError('a number from 0 to 1 is needed.');
  return share;
}

function parseWorkers(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 99 is needed.');
  return Number(text);
}
