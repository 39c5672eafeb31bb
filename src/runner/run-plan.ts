import { KUBE_COMPONENTS } from '../model/component.js';
import { formatEffectiveVersion } from '../model/effective-version.js';
import { linksHit } from '../model/fault.js';
import type { RunEnding } from '../model/journal.js';
import type { LoadHistory } from '../model/load.js';
import type { RollbackResult } from '../model/observation.js';
import { faultsOf, type Launch, type PlannedStep } from '../model/plan.js';
import { KubeClient } from '../kube/kube-client.js';
import type { Cluster } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import { fillStore } from '../workload/fill/fill-store.js';
import { Oracles, notExamined } from './oracles.js';
import { RunContext, type WantedCluster } from './run-context.js';
import type { RunRequest, RunResult, Savepoint } from './run-request.js';
import { Saboteur } from './saboteur.js';
import { StepFailure, transition } from './transition.js';
import { underLoad } from './under-load.js';
import { visitStop, type Visit } from './visit-stop.js';

/** Enough to keep an API server busy on two cores. */
const FILLING_CONNECTIONS = 32;

/**
 * Executes a plan stop by stop: transition, visit (settle, observe, write, settle, observe), and the rollback oracle on a copy of
 * the data beside the next transition. Ends in an orderly way whatever happens; judges nothing.
 */
export async function runPlan(request: RunRequest): Promise<RunResult> {
  const context = new RunContext(request);
  const oracles = new Oracles(context);
  const { journal, plan, from } = request;
  if (from) journal.resumed(plan.steps[from.step]?.name ?? '');
  else journal.started(plan.scenario);
  let result: RunResult;
  try {
    const cluster = await execute(context, oracles);
    result = { ending: 'completed', ...(cluster && { cluster }) };
  } catch (error) {
    result = { ending: endingOf(error, request.signal), error };
  }
  // a step that did not land says nothing against the stops before it: what is asked about them is answered
  if (result.ending !== 'step-failed') context.abort(new Error('the run is over'));
  await oracles.idle();
  context.abort(new Error('the run is over'));
  context.known.forget();
  const problems = request.keep && result.ending === 'completed' ? [] : await context.teardown();
  for (const problem of problems) request.events({ type: 'warning', message: `${problem.name}: ${problem.message}` });
  if (result.ending === 'completed' && problems.length > 0) {
    const names = problems.map(({ name }) => name).join(', ');
    result = { ending: 'broken', error: new Error(`could not clean up: ${names}`) };
  }
  request.journal.ended(result.ending, result.error === undefined ? '' : messageOf(result.error));
  return result;
}

function endingOf(error: unknown, signal: AbortSignal): RunEnding {
  if (signal.aborted) return 'interrupted';
  return error instanceof StepFailure ? 'step-failed' : 'broken';
}

async function execute(context: RunContext, oracles: Oracles): Promise<Cluster | undefined> {
  const { plan, events, skipOracles, from } = context.request;
  const saboteur = new Saboteur(plan.control?.sabotage, {
    workDirectory: context.request.workDirectory,
    meter: context.request.meter,
    receipt: (index, message) => context.request.journal.planted(plan.steps[index]?.name ?? '', message),
  });
  const unseen = plan.oracles.filter(({ id }) => !from?.oracles.has(id));
  if (!skipOracles) for (const oracle of unseen) oracles.inTurn(() => oracles.askSurface(oracle));
  const ahead = from ? plan.steps.slice(from.step + 1) : plan.steps;
  const cluster = ahead.length > 0 ? await climb(context, oracles, saboteur, ahead) : undefined;
  events({ type: 'progress', message: 'waiting for the last oracles' });
  await oracles.idle();
  // an oracle may have failed, or the user have asked for the end, while nothing was left to do but wait
  context.signal.throwIfAborted();
  return cluster;
}

/** Starts the cluster where the run begins or goes on, and leads it from stop to stop. */
async function climb(
  context: RunContext,
  oracles: Oracles,
  saboteur: Saboteur,
  ahead: readonly PlannedStep[],
): Promise<Cluster> {
  const { plan, events, from } = context.request;
  const cluster = await saboteur.wrap(await (from ? goOn(context, from) : provision(context, saboteur)));
  for (const step of ahead) {
    const begun = performance.now();
    events({
      type: 'step-started',
      step: step.name,
      index: step.index,
      of: plan.steps.length,
      target: formatEffectiveVersion(step.launch.version),
    });
    await saboteur.enter(cluster, step.index);
    const load = step.index > 0 ? await reach(context, cluster, step, saboteur) : undefined;
    const visit = { ...(await visitStop(context, cluster, step, saboteur)), ...(load && { load }) };
    await keepVisit(context, oracles, cluster, step, visit);
    await saboteur.leave(cluster, step.index);
    events({
      type: 'step-finished',
      step: step.name,
      seconds: (performance.now() - begun) / 1000,
      counts: { keys: visit.departure.store.length, writes: visit.wave.writes.length },
      problems: problemsOf(visit),
    });
  }
  return cluster;
}

/** Leads the cluster to a stop, under the load where the plan has one, whose history it gives. */
async function reach(
  context: RunContext,
  cluster: Cluster,
  step: PlannedStep,
  saboteur: Saboteur,
): Promise<LoadHistory | undefined> {
  const act = (): Promise<void> => transition(context, cluster, step, saboteur);
  if (context.request.plan.load) return underLoad(context, cluster, step, saboteur, act);
  await act();
  return undefined;
}

async function provision(context: RunContext, saboteur: Saboteur): Promise<Cluster> {
  const baseline = stepAt(context, 0);
  const { order } = baseline;
  const launch = saboteur.bendBaseline(baseline.launch);
  const cluster = await context.record(baseline, 'cluster/provision', () => startRehearsed(context, launch));
  for (const component of order) {
    await context.record(baseline, `${component}/ready`, () => cluster.waitUntilReady(component));
  }
  await context.record(baseline, 'nodes/ready', () => cluster.startNodes());
  const { fill } = context.request.plan;
  if (fill !== undefined) await context.record(baseline, 'fill', () => fillCluster(context, cluster, fill));
  return cluster;
}

async function fillCluster({ request, signal }: RunContext, cluster: Cluster, objects: number): Promise<void> {
  const client = new KubeClient(cluster.api, { connections: FILLING_CONNECTIONS, meter: request.meter });
  const tell = (message: string): void => request.events({ type: 'progress', message, work: 'fill' });
  try {
    await fillStore({ client, objects, seed: request.plan.seed, writers: FILLING_CONNECTIONS, signal, tell });
  } finally {
    await client.close();
  }
}

/** The cluster as it was at the end of a stop: its data, and everybody started there again. */
async function goOn(context: RunContext, { step: index, snapshot, ports }: Savepoint): Promise<Cluster> {
  const step = stepAt(context, index);
  const cluster = await context.record(step, 'resume/provision', () =>
    startRehearsed(context, step.launch, { restoreFrom: snapshot, ports }),
  );
  for (const component of KUBE_COMPONENTS) {
    await context.record(step, `resume/${component}`, () => cluster.waitUntilReady(component));
  }
  await context.record(step, 'resume/nodes', () => cluster.startNodes());
  return cluster;
}

async function startRehearsed(
  context: RunContext,
  launch: Launch,
  earlier: Pick<WantedCluster, 'restoreFrom' | 'ports'> = {},
): Promise<Cluster> {
  const { plan, provider, store } = context.request;
  const links = linksHit(plan.steps.flatMap(faultsOf));
  const wanted = { name: 'cluster', launch, logs: store.logs, components: KUBE_COMPONENTS, links, ...earlier };
  const cluster = await context.start(provider, wanted);
  if (cluster.ports) await store.provisioned(cluster.ports);
  return cluster;
}

function stepAt({ request }: RunContext, index: number): PlannedStep {
  const step = request.plan.steps[index];
  if (!step) throw new Error(`the plan has no step ${index}`);
  return step;
}

/** Writes a stop's checkpoint, when the rollback oracle has seen a copy of its data. */
async function keepVisit(
  context: RunContext,
  oracles: Oracles,
  cluster: Cluster,
  step: PlannedStep,
  visit: Visit,
): Promise<void> {
  const { store, events, skipOracles } = context.request;
  const snapshot = store.savepoint(step.name);
  await context.record(step, 'rollback/snapshot', () => cluster.snapshot(snapshot));
  const keep = async (rollback: RollbackResult): Promise<void> => {
    await store.writeCheckpoint({ ...visit, rollback });
    await store.passed(step.name);
  };
  if (skipOracles) return keep(notExamined('the run was started without oracles'));
  oracles.inTurn(async () => {
    const rollback = await oracles.askRollback(step, snapshot, visit.departure.store);
    events({ type: 'rollback-examined', step: step.name, outcome: rollback.outcome });
    await keep(rollback);
  });
}

function problemsOf({ arrival, departure, wave }: Visit): number {
  const refused = wave.writes.filter(({ required, status }) => required && status >= 300);
  return arrival.problems.length + departure.problems.length + refused.length;
}
