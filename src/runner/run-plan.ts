import { join } from 'node:path';
import { KUBE_COMPONENTS } from '../model/component.js';
import { formatEffectiveVersion } from '../model/effective-version.js';
import { linksHit } from '../model/fault.js';
import type { RunEnding } from '../model/journal.js';
import type { PlannedStep } from '../model/plan.js';
import type { Cluster } from '../providers/cluster.js';
import { messageOf } from '../support/errors.js';
import { Oracles, notExamined } from './oracles.js';
import { RunContext } from './run-context.js';
import type { RunRequest, RunResult } from './run-request.js';
import { Saboteur } from './saboteur.js';
import { StepFailure, transition } from './transition.js';
import { visitStop, type Visit } from './visit-stop.js';

/**
 * Executes a plan stop by stop: transition, visit (settle, observe, write, settle, observe), and the rollback oracle on a copy of
 * the data beside the next transition. Ends in an orderly way whatever happens; judges nothing.
 */
export async function runPlan(request: RunRequest): Promise<RunResult> {
  const context = new RunContext(request);
  const oracles = new Oracles(context);
  request.journal.started(request.plan.scenario);
  let result: RunResult;
  try {
    result = { ending: 'completed', cluster: await execute(context, oracles) };
  } catch (error) {
    result = { ending: endingOf(error, request.signal), error };
  }
  // a step that did not land says nothing against the stops before it: what is asked about them is answered
  if (result.ending !== 'step-failed') context.abort(new Error('the run is over'));
  await oracles.idle();
  context.abort(new Error('the run is over'));
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

async function execute(context: RunContext, oracles: Oracles): Promise<Cluster> {
  const { plan, events, skipOracles } = context.request;
  const saboteur = new Saboteur(plan.control?.sabotage, {
    workDirectory: context.request.workDirectory,
    receipt: (index, message) => context.request.journal.planted(plan.steps[index]?.name ?? '', message),
  });
  if (!skipOracles) for (const oracle of plan.oracles) oracles.inTurn(() => oracles.askSurface(oracle));
  const cluster = await saboteur.wrap(await provision(context, saboteur));
  for (const step of plan.steps) {
    const begun = performance.now();
    events({
      type: 'step-started',
      step: step.name,
      index: step.index,
      of: plan.steps.length,
      target: formatEffectiveVersion(step.launch.version),
    });
    await saboteur.enter(cluster, step.index);
    if (step.index > 0) await transition(context, cluster, step, saboteur);
    const visit = await visitStop(context, cluster, step, saboteur);
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
  events({ type: 'progress', message: 'waiting for the last oracles' });
  await oracles.idle();
  // an oracle may have failed, or the user have asked for the end, while nothing was left to do but wait
  context.signal.throwIfAborted();
  return cluster;
}

async function provision(context: RunContext, saboteur: Saboteur): Promise<Cluster> {
  const { plan, provider, store } = context.request;
  const baseline = plan.steps[0];
  if (!baseline) throw new Error('a plan has a baseline');
  const { order } = baseline;
  const launch = saboteur.bendBaseline(baseline.launch);
  const links = linksHit(plan.steps.flatMap(({ faults = [], halfway }) => [...(halfway?.faults ?? []), ...faults]));
  const cluster = await context.record(baseline, 'cluster/provision', () =>
    context.start(provider, { name: 'cluster', launch, logs: store.logs, components: KUBE_COMPONENTS, links }),
  );
  for (const component of order) {
    await context.record(baseline, `${component}/ready`, () => cluster.waitUntilReady(component));
  }
  await context.record(baseline, 'nodes/ready', () => cluster.startNodes());
  return cluster;
}

/** Writes a stop's checkpoint, when the rollback oracle has seen a copy of its data. */
async function keepVisit(
  context: RunContext,
  oracles: Oracles,
  cluster: Cluster,
  step: PlannedStep,
  visit: Visit,
): Promise<void> {
  const { store, events, workDirectory, skipOracles } = context.request;
  if (skipOracles) {
    await store.writeCheckpoint({ ...visit, rollback: notExamined('the run was started without oracles') });
    return;
  }
  const snapshot = join(workDirectory, `${step.name}.snapshot`);
  await context.record(step, 'rollback/snapshot', () => cluster.snapshot(snapshot));
  oracles.inTurn(async () => {
    const rollback = await oracles.askRollback(step, snapshot, visit.departure.store);
    events({ type: 'rollback-examined', step: step.name, outcome: rollback.outcome });
    await store.writeCheckpoint({ ...visit, rollback });
  });
}

function problemsOf({ arrival, departure, wave }: Visit): number {
  const refused = wave.writes.filter(({ required, status }) => required && status >= 300);
  return arrival.problems.length + departure.problems.length + refused.length;
}
