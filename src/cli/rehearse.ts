import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { defaultCataloguePath, loadCatalogue } from '../binaries/catalogue.js';
import { programLookup } from '../binaries/program-lookup.js';
import type { EnsuredBinaries } from '../binaries/ensure.js';
import type { BinariesOverride } from '../binaries/overrides.js';
import type { Plan } from '../model/plan.js';
import type { Verdict } from '../model/verdict.js';
import type { Cluster, ClusterProvider } from '../providers/cluster.js';
import { createAuthorities } from '../providers/credentials.js';
import { LocalProvider } from '../providers/local/local-provider.js';
import type { RunDirectory, RunInfo } from '../reporters/index.js';
import { runPlan } from '../runner/run-plan.js';
import type { RunStore } from '../runner/run-request.js';
import { identifyProcess } from '../support/proc.js';
import type { EventSink } from '../support/events.js';
import { RequestMeter } from '../support/request-meter.js';
import { allQuestions } from '../workload/questions/index.js';
import { beginAgain, beginNew } from './begin-run.js';
import type { EarlierRun } from './earlier-run.js';
import { harnessVersion } from './harness-version.js';
import { judgeRun } from './judge-run.js';
import { beginWork } from './own-work.js';
import { prepareKind } from './prepare-kind.js';
import { prepareBinaries } from './prepare.js';
import { readyProvider } from './ready-provider.js';

/** What a rehearsed cluster can be made of. */
export const PROVIDERS = ['local', 'kind'] as const;

/** One of them. */
export type ProviderName = (typeof PROVIDERS)[number];

/** What a rehearsal is of: a scenario, perhaps with another run's first stops, or a run that ended before its end. */
export type Origin =
  | {
      readonly type: 'scenario';
      readonly path: string;
      readonly plan: Plan;
      readonly directory: string;
      /** The run whose first stops are taken over. */
      readonly base?: EarlierRun;
    }
  | { readonly type: 'run'; readonly run: EarlierRun };

/** One rehearsal as the command line asks for it. */
export interface RehearsalRequest {
  readonly origin: Origin;
  readonly provider: ProviderName;
  readonly overrides: readonly BinariesOverride[];
  readonly keep: boolean;
  readonly arguments: readonly string[];
  readonly events: EventSink;
  readonly signal: AbortSignal;
  readonly skipOracles: boolean;
  /** Keep what other runs can go on from, at every stop. */
  readonly savepoints: boolean;
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
  readonly plan: Plan;
  /** As it was given when the run was begun. */
  readonly scenarioPath: string;
  readonly verdict: Verdict;
  readonly error?: unknown;
  readonly kept?: KeptCluster;
}

/**
 * The composition root: binaries, provider, runner, judge and reports put together for one scenario. Throws when nothing
 * could be started; afterwards every ending leaves a complete run directory.
 */
export async function rehearse(request: RehearsalRequest): Promise<Rehearsal> {
  const { origin, events, signal } = request;
  const earlier = origin.type === 'run' ? origin.run : origin.base;
  const { plan } = origin.type === 'run' ? origin.run : origin;
  const authorities = earlier?.authorities ?? (await createAuthorities());
  const local = new LocalProvider((await loadCatalogue(defaultCataloguePath())).tools.kwok, authorities);
  await readyProvider(local, events);
  const tell = (message: string): void => events({ type: 'progress', message });
  const kind = request.provider === 'kind' ? await prepareKind(plan, request.overrides, signal, tell) : undefined;
  const ensured = await prepareBinaries(plan, request.overrides, signal, events);
  const provider: ClusterProvider = kind ?? local;
  const own = runInfo(request, plan, ensured, provider.name);
  const { directory, info, journal, from } =
    origin.type === 'run'
      ? await beginAgain(origin.run, own)
      : await beginNew({
          path: origin.directory,
          scenarioPath: origin.path,
          plan,
          info: own,
          authorities,
          ...(kind && { nodes: kind.nodes }),
          ...(origin.base && { base: origin.base }),
        });
  events({
    type: 'run-started',
    scenario: plan.scenario,
    directory: directory.path,
    steps: plan.steps.map(({ name }) => name),
  });

  const { id, workDirectory, release } = await beginWork(plan.scenario);
  let kept: KeptCluster | undefined;
  const requests = directory.openRequests();
  const meter = new RequestMeter(
    () => journal.elapsed(),
    (second) => requests.append(second),
  );
  try {
    const result = await runPlan({
      plan,
      id,
      provider,
      oracles: kind?.oracles() ?? local,
      programs: programLookup(ensured),
      questions: allQuestions(),
      ...(from && { from }),
      store: runStore(directory, request.savepoints),
      journal,
      meter,
      workDirectory,
      events,
      signal,
      keep: request.keep,
      skipOracles: request.skipOracles,
    });
    meter.flush();
    const isBroken = result.ending === 'broken' || result.ending === 'interrupted';
    if (request.keep && result.ending === 'completed' && result.cluster) {
      kept = keptCluster(result.cluster, workDirectory, release);
    }
    // what came to its end, and what has no stop to go on from, is not gone on with
    const canGoOn = isBroken && kind === undefined && (await directory.checkpointSteps()).length > 0;
    if (!canGoOn && !request.savepoints) await directory.savepoints.remove();
    const { verdict } = await judgeRun(directory);
    const peakMemory = process.resourceUsage().maxRSS * 1024;
    await directory.writeInfo({ ...info, finishedAt: new Date().toISOString(), peakMemory });
    return {
      directory,
      plan,
      scenarioPath: info.scenario,
      verdict,
      ...(isBroken ? { error: result.error } : {}),
      ...(kept && { kept }),
    };
  } catch (error) {
    await kept?.stop();
    kept = undefined;
    throw error;
  } finally {
    journal.close();
    requests.close();
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

/** The run's directory, which holds on to what others can go on from as long as it is asked to. */
function runStore(directory: RunDirectory, keepSavepoints: boolean): RunStore {
  return {
    logs: directory.logs,
    writeCheckpoint: (checkpoint) => directory.writeCheckpoint(checkpoint),
    writeOracle: (id, evidence) => directory.writeOracle(id, evidence),
    provisioned: (ports) => directory.savepoints.writePorts(ports),
    savepoint: (step) => directory.savepoints.snapshot(step),
    passed: async (step) => {
      if (!keepSavepoints) await directory.savepoints.removeBefore(step);
    },
  };
}

function runInfo(
  { origin, arguments: words }: RehearsalRequest,
  plan: Plan,
  ensured: readonly EnsuredBinaries[],
  provider: string,
): RunInfo {
  const harness = identifyProcess(process.pid);
  return {
    schemaVersion: 1,
    harnessVersion: harnessVersion(),
    scenario: origin.type === 'run' ? origin.run.info.scenario : origin.path,
    seed: plan.seed,
    arguments: words,
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
    ...(harness && { harness }),
    startedAt: new Date().toISOString(),
  };
}
