import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { KUBE_COMPONENTS, type KubeComponent } from '../model/component.js';
import { formatEffectiveVersion } from '../model/effective-version.js';
import type { RunEnding } from '../model/journal.js';
import type { OracleEvidence } from '../model/judge-input.js';
import type { Checkpoint, ComponentEvidence, RollbackResult } from '../model/observation.js';
import type { Plan, PlannedOracle, PlannedStep } from '../model/plan.js';
import { minorOf } from '../model/version.js';
import { KubeClient } from '../kube/kube-client.js';
import { observeComponents } from '../probes/component-evidence.js';
import { observe } from '../probes/observe.js';
import { observeOracle } from '../probes/surface-oracle.js';
import { examineRollback } from '../probes/rollback-oracle.js';
import { settle } from '../probes/settle.js';
import type { Cluster, ClusterProvider, ProgramLookup } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import type { EventSink } from '../support/events.js';
import { TeardownStack } from '../support/teardown.js';
import { writeWave } from '../workload/write-wave.js';
import type { Journal } from './journal.js';
import { Saboteur } from './saboteur.js';

/** Where a run's results go; the reporters' run directory is one. */
export interface RunStore {
  readonly logs: string;
  writeCheckpoint(checkpoint: Checkpoint): Promise<void>;
  writeOracle(id: string, evidence: OracleEvidence): Promise<void>;
}

/** What a run needs from outside. */
export interface RunRequest {
  readonly plan: Plan;
  /** Unique on this machine. */
  readonly id: string;
  /** Makes the rehearsed cluster. */
  readonly provider: ClusterProvider;
  /** Makes the oracles: plain processes, whatever the rehearsed cluster is. */
  readonly oracles: ClusterProvider;
  readonly programs: ProgramLookup;
  readonly store: RunStore;
  readonly journal: Journal;
  /** Private folder for clusters and snapshots. */
  readonly workDirectory: string;
  readonly events: EventSink;
  readonly signal: AbortSignal;
  /** Leave the rehearsed cluster running at the end. */
  readonly keep: boolean;
  /** Leave the oracles out; the judge then calls the run inconclusive. */
  readonly skipOracles: boolean;
}

/** How it ended, and the error unless it was completed. */
export interface RunResult {
  readonly ending: RunEnding;
  readonly error?: unknown;
  readonly cluster?: Cluster;
}

/**
 * Executes a plan stop by stop: transition, settle, observe, write, settle, observe again, and the rollback oracle on a
 * copy of the data beside the next transition. Ends in an orderly way whatever happens; judges nothing.
 */
export async function runPlan(request: RunRequest): Promise<RunResult> {
  const run = new Run(request);
  request.journal.started(request.plan.scenario);
  let result: RunResult;
  try {
    const cluster = await run.execute();
    result = { ending: 'completed', cluster };
  } catch (error) {
    result = { ending: endingOf(error, request.signal), error };
  }
  const problems = await run.teardown(request.keep && result.ending === 'completed');
  for (const problem of problems) request.events({ type: 'warning', message: `${problem.name}: ${problem.message}` });
  if (result.ending === 'completed' && problems.length > 0) {
    result = {
      ending: 'broken',
      error: new Error(`could not clean up: ${problems.map(({ name }) => name).join(', ')}`),
    };
  }
  request.journal.ended(result.ending, result.error === undefined ? '' : messageOf(result.error));
  return result;
}

/** A component that did not come up after a transition: the step did not land. */
class StepFailure extends Error {}

function endingOf(error: unknown, signal: AbortSignal): RunEnding {
  if (signal.aborted) return 'interrupted';
  return error instanceof StepFailure ? 'step-failed' : 'broken';
}

class Run {
  readonly #request: RunRequest;
  readonly #teardown = new TeardownStack();
  readonly #saboteur: Saboteur;
  /** One oracle at a time: each is a whole API server, and the rehearsed cluster must not starve. */
  readonly #oracleTurn = pLimit(1);
  readonly #background: Promise<void>[] = [];
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;

  constructor(request: RunRequest) {
    this.#request = request;
    this.#saboteur = new Saboteur(request.plan.control?.sabotage);
    this.#signal = AbortSignal.any([request.signal, this.#abort.signal]);
  }

  async execute(): Promise<Cluster> {
    const { plan } = this.#request;
    if (!this.#request.skipOracles)
      for (const oracle of plan.oracles) this.#inBackground(() => this.#askOracle(oracle));
    const cluster = await this.#provision();
    for (const step of plan.steps) {
      const begun = performance.now();
      this.#request.events({
        type: 'step-started',
        step: step.name,
        index: step.index,
        of: plan.steps.length,
        target: formatEffectiveVersion(step.launch.version),
      });
      if (step.index > 0) await this.#transition(cluster, step);
      const seen = await this.#stop(cluster, step);
      this.#request.events({
        type: 'step-finished',
        step: step.name,
        seconds: (performance.now() - begun) / 1000,
        ...seen,
      });
    }
    this.#request.events({ type: 'progress', message: 'waiting for the last oracles' });
    await Promise.all(this.#background);
    // an oracle may have failed, or the user have asked for the end, while nothing was left to do but wait
    this.#signal.throwIfAborted();
    return cluster;
  }

  async teardown(keepCluster: boolean): Promise<{ name: string; message: string }[]> {
    this.#abort.abort(new Error('the run is over'));
    await Promise.allSettled(this.#background);
    if (keepCluster) return [];
    return this.#teardown.run();
  }

  async #provision(): Promise<Cluster> {
    const { plan, provider, id } = this.#request;
    const baseline = plan.steps[0];
    if (!baseline) throw new Error('a plan has a baseline');
    const cluster = await this.#record(baseline, 'cluster/provision', () =>
      this.#start(provider, {
        id: `${id}-cluster`,
        launch: baseline.launch,
        logs: this.#request.store.logs,
        components: KUBE_COMPONENTS,
      }),
    );
    for (const component of baseline.order) {
      await this.#record(baseline, `${component}/ready`, () => cluster.waitUntilReady(component));
    }
    return this.#saboteur.wrap(cluster);
  }

  async #transition(cluster: Cluster, step: PlannedStep): Promise<void> {
    this.#saboteur.enter(step.index);
    for (const component of step.order) {
      await cluster.replace(component, step.launch, (action, act) => this.#record(step, action, act));
      await this.#landed(step, component, () => cluster.waitUntilReady(component));
    }
    // whoever was replaced first has served through the others' restarts; it must still be well
    for (const component of step.order.slice(0, -1)) {
      await this.#landed(step, component, () => cluster.waitUntilReady(component));
    }
  }

  async #landed(step: PlannedStep, component: KubeComponent, wait: () => Promise<void>): Promise<void> {
    try {
      await this.#record(step, `${component}/ready`, wait);
    } catch (error) {
      if (this.#signal.aborted) throw error;
      throw new StepFailure(`${step.name} did not land: ${messageOf(error)}`, { cause: error });
    }
  }

  async #stop(cluster: Cluster, step: PlannedStep): Promise<{ counts: Record<string, number>; problems: number }> {
    const { plan, store, workDirectory } = this.#request;
    await this.#saboteur.plant(cluster, step.index, 'arrival');
    const unsettled = [await this.#record(step, 'arrival/settle', () => settle(cluster, this.#signal))];
    const components = await this.#record(step, 'arrival/evidence', () => this.#evidence(cluster, step));
    const open = (): KubeClient => this.#saboteur.openClient(cluster.api, step.index);
    const arrival = await this.#record(step, 'arrival/observe', () => observe(cluster, open));
    const client = new KubeClient(cluster.api);
    const wave = await this.#record(step, 'wave', () =>
      writeWave({
        client,
        surface: arrival.surface,
        index: step.index,
        manifests: [...(step.index === 0 ? plan.manifests : []), ...step.apply].flatMap((file) => file.documents),
        from: minorOf(plan.versions.from),
        to: minorOf(plan.versions.to),
        signal: this.#signal,
      }),
    ).finally(() => client.close());
    await this.#saboteur.plant(cluster, step.index, 'wave');
    unsettled.push(await this.#record(step, 'departure/settle', () => settle(cluster, this.#signal)));
    const departure = await this.#record(step, 'departure/observe', () => observe(cluster, open));
    const problems = unsettled.flatMap((message) =>
      message === undefined ? [] : [{ probe: 'settle', subject: 'etcd', message }],
    );
    const seen: Omit<Checkpoint, 'rollback'> = {
      step: step.name,
      components,
      arrival: { ...arrival, problems: [...arrival.problems, ...problems] },
      departure,
      wave,
    };
    if (this.#request.skipOracles) {
      const reason = 'the run was started without oracles';
      await store.writeCheckpoint({ ...seen, rollback: notExamined(reason) });
    } else {
      const snapshot = join(workDirectory, `${step.name}.snapshot`);
      await this.#record(step, 'rollback/snapshot', () => cluster.snapshot(snapshot));
      this.#inBackground(async () => {
        const rollback = await this.#askRollback(step, snapshot, departure.store);
        this.#request.events({ type: 'rollback-examined', step: step.name, outcome: rollback.outcome });
        await store.writeCheckpoint({ ...seen, rollback });
      });
    }
    const refused = wave.writes.filter(({ required, status }) => required && status >= 300).length;
    return {
      counts: { keys: departure.store.length, writes: wave.writes.length },
      problems: seen.arrival.problems.length + departure.problems.length + refused,
    };
  }

  async #evidence(cluster: Cluster, step: PlannedStep): Promise<Record<KubeComponent, ComponentEvidence>> {
    const { programs } = this.#request;
    return observeComponents(
      cluster,
      async (component) => (await programs(component, step.launch.version.binary)).sha256,
    );
  }

  async #askRollback(
    step: PlannedStep,
    snapshot: string,
    left: Checkpoint['departure']['store'],
  ): Promise<RollbackResult> {
    const { plan, oracles, id, store } = this.#request;
    let cluster: Cluster | undefined;
    try {
      return await this.#record(step, 'rollback/oracle', () =>
        examineRollback({
          left,
          evidence: [`logs/rollback-${step.name}/kube-apiserver-1.log`],
          start: async () =>
            (cluster = await this.#start(oracles, {
              id: `${id}-rollback-${step.index}`,
              launch: plan.rollbackTarget,
              logs: join(store.logs, `rollback-${step.name}`),
              components: ['kube-apiserver'],
              restoreFrom: snapshot,
            })),
        }),
      );
    } catch (error) {
      return notExamined(this.#signal.aborted ? 'the run was stopped before' : messageOf(error));
    } finally {
      await cluster?.stop();
      await rm(snapshot, { force: true });
    }
  }

  async #askOracle(oracle: PlannedOracle): Promise<void> {
    const { oracles, id, store } = this.#request;
    const cluster = await this.#start(oracles, {
      id: `${id}-oracle-${oracle.id}`,
      launch: oracle.launch,
      logs: join(store.logs, `oracle-${oracle.id}`),
      components: KUBE_COMPONENTS,
    });
    try {
      for (const component of KUBE_COMPONENTS) await cluster.waitUntilReady(component);
      await settle(cluster, this.#signal);
      await store.writeOracle(oracle.id, await observeOracle(cluster));
    } finally {
      await cluster.stop();
    }
  }

  async #start(
    provider: ClusterProvider,
    what: {
      id: string;
      launch: Plan['rollbackTarget'];
      logs: string;
      components: readonly KubeComponent[];
      restoreFrom?: string;
    },
  ): Promise<Cluster> {
    const { plan, programs, workDirectory, events } = this.#request;
    this.#signal.throwIfAborted();
    const cluster = await provider.provision({
      id: what.id,
      workDirectory: join(workDirectory, what.id),
      logDirectory: what.logs,
      launch: what.launch,
      etcdVersion: plan.versions.etcd,
      ...(what.restoreFrom === undefined ? {} : { restoreFrom: what.restoreFrom }),
      components: what.components,
      terminationGraceSeconds: plan.terminationGraceSeconds,
      programs,
      signal: this.#signal,
      onWarning: (message) => events({ type: 'warning', message }),
    });
    this.#teardown.defer(`stop ${what.id}`, () => cluster.stop());
    return cluster;
  }

  #record<T>(step: PlannedStep, action: string, act: () => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    this.#request.events({ type: 'action', step: step.name, action });
    return this.#request.journal.record(step.name, action, act);
  }

  /** Runs beside the rehearsal, in turn. A failure ends the run at its next action. */
  #inBackground(work: () => Promise<void>): void {
    const done = this.#oracleTurn(work).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) this.#abort.abort(error);
    });
    this.#background.push(done);
  }
}

function notExamined(reason: string): RollbackResult {
  return { outcome: 'not examined', reason, facts: [], examined: 0, evidence: [] };
}
