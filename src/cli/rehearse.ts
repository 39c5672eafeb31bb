import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { ledgerFor } from '../assertions/expected/index.js';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import { programLookup } from '../binaries/program-lookup.js';
import type { EnsuredBinaries } from '../binaries/ensure.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import type { Plan } from '../model/plan.js';
import type { Verdict } from '../model/verdict.js';
import { minorOf } from '../model/version.js';
import type { Cluster, ClusterProvider } from '../providers/cluster.js';
import { LocalProvider } from '../providers/local/local-provider.js';
import { RunDirectory, type RunInfo } from '../reporters/index.js';
import { Journal } from '../runner/journal.js';
import { runPlan } from '../runner/run-plan.js';
import type { EventSink } from '../support/events.js';
import { OwnRunRecord, stateDirectory } from '../support/run-records.js';
import { allQuestions } from '../workload/questions/index.js';
import { harnessVersion } from './harness-version.js';
import { judgeRun } from './judge-run.js';
import { prepareKind } from './prepare-kind.js';
import { prepareBinaries } from './prepare.js';
import { readyProvider } from './ready-provider.js';

/** What a rehearsed cluster can be made of. */
export const PROVIDERS = ['local', 'kind'] as const;

/** One of them. */
export type ProviderName = (typeof PROVIDERS)[number];

/** One rehearsal as the command line asks for it. */
export interface RehearsalRequest {
  readonly scenarioPath: string;
  readonly plan: Plan;
  readonly directory: string;
  readonly provider: ProviderName;
  readonly overrides: readonly BinariesOverride[];
  readonly keep: boolean;
  readonly arguments: readonly string[];
  readonly events: EventSink;
  readonly signal: AbortSignal;
  readonly skipOracles: boolean;
}

/** A cluster that was left running; it ends with this process, at the latest. */
export interface KeptCluster {
  readonly api: string;
  readonly kubeconfig: string;
  /** Ends it and removes what it owns. */
  stop(): Promise<void>;
}

/** What came of it. `error` is set when the run did not complete for a reason that is no finding. */
export interface Rehearsal {
  readonly directory: RunDirectory;
  readonly verdict: Verdict;
  readonly error?: unknown;
  readonly kept?: KeptCluster;
}

/**
 * The composition root: binaries, provider, runner, judge and reports put together for one scenario. Throws when nothing
 * could be started; afterwards every ending leaves a complete run directory.
 */
export async function rehearse(request: RehearsalRequest): Promise<Rehearsal> {
  const { plan, events, signal } = request;
  const local = new LocalProvider((await loadCatalogue(defaultCataloguePath())).tools.kwok);
  await readyProvider(local, events);
  const tell = (message: string): void => events({ type: 'progress', message });
  const kind = request.provider === 'kind' ? await prepareKind(plan, request.overrides, signal, tell) : undefined;
  const ensured = await prepareBinaries(plan, request.overrides, signal, events);
  const provider: ClusterProvider = kind ?? local;
  const directory = await RunDirectory.create(request.directory);
  const info = runInfo(request, ensured, provider.name);
  await directory.writeInfo(info);
  await directory.writeScenario(await readFile(request.scenarioPath, 'utf8'));
  await directory.writePlan(plan);
  const { from, to } = plan.versions;
  const ledger = [...ledgerFor(minorOf(from), minorOf(to), kind?.nodes), ...plan.expected];
  await directory.writeExpected(ledger);
  events({
    type: 'run-started',
    scenario: plan.scenario,
    directory: directory.path,
    steps: plan.steps.map(({ name }) => name),
  });

  const id = `${plan.scenario}-${randomBytes(4).toString('hex')}`;
  const workDirectory = join(stateDirectory(), 'work', id);
  const record = await OwnRunRecord.create(id, workDirectory);
  await mkdir(workDirectory, { recursive: true, mode: 0o700 });
  const release = async (): Promise<void> => {
    await rm(workDirectory, { recursive: true, force: true });
    await record.remove();
  };
  const journal = new Journal(directory.openJournal());
  let kept: KeptCluster | undefined;
  try {
    const result = await runPlan({
      plan,
      id,
      provider,
      oracles: kind?.oracles() ?? local,
      programs: programLookup(ensured),
      questions: allQuestions(),
      store: directory,
      journal,
      workDirectory,
      events,
      signal,
      keep: request.keep,
      skipOracles: request.skipOracles,
    });
    if (request.keep && result.ending === 'completed' && result.cluster) {
      kept = keptCluster(result.cluster, workDirectory, release);
    }
    const { verdict } = await judgeRun(directory);
    const peakMemory = process.resourceUsage().maxRSS * 1024;
    await directory.writeInfo({ ...info, finishedAt: new Date().toISOString(), peakMemory });
    const broken = result.ending === 'broken' || result.ending === 'interrupted';
    return { directory, verdict, ...(broken ? { error: result.error } : {}), ...(kept && { kept }) };
  } catch (error) {
    await kept?.stop();
    kept = undefined;
    throw error;
  } finally {
    journal.close();
    if (!kept) await release();
  }
}

function keptCluster(cluster: Cluster, workDirectory: string, release: () => Promise<void>): KeptCluster {
  return {
    api: cluster.api.url,
    kubeconfig: join(workDirectory, cluster.id, 'kubeconfigs', 'admin.conf'),
    stop: async () => {
      await cluster.stop();
      await release();
    },
  };
}

function runInfo(request: RehearsalRequest, ensured: readonly EnsuredBinaries[], provider: string): RunInfo {
  return {
    schemaVersion: 1,
    harnessVersion: harnessVersion(),
    scenario: request.scenarioPath,
    seed: request.plan.seed,
    arguments: request.arguments,
    provider,
    binaries: ensured.flatMap(({ version, programs }) =>
      Object.entries(programs).map(([program, { sha256, source }]) => ({ program, release: version, sha256, source })),
    ),
    host: {
      platform: process.platform,
      arch: process.arch,
      kernel: release(),
      cpus: cpus().length,
      memory: totalmem(),
    },
    startedAt: new Date().toISOString(),
  };
}
