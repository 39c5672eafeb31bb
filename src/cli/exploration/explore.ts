import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { caseScenario } from '../../explore/case-scenario.js';
import type { ChosenCase } from '../../explore/choose.js';
import { digestOf, endStateOf } from '../../explore/end-state.js';
import { failsAlike, smaller } from '../../explore/minimise.js';
import type { CaseResult } from '../../model/exploration.js';
import type { Verdict } from '../../model/verdict.js';
import { RunDirectory } from '../../reporters/index.js';
import { writeFileAtomically } from '../../support/atomic-file.js';
import { RehearseError, messageOf } from '../../support/errors.js';
import type { EventSink } from '../../support/events.js';
import { childRun } from './child-run.js';
import type { ExplorationDirectory } from './exploration-directory.js';

/** An exploration as the command line asks for it. */
export interface ExplorationRequest {
  readonly directory: ExplorationDirectory;
  readonly scenarioPath: string;
  /** Those without a result run; in this order. */
  readonly chosen: readonly ChosenCase[];
  /** Options of every run: releases, programs, seed. */
  readonly runOptions: readonly string[];
  readonly workers: number;
  readonly events: EventSink;
  readonly signal: AbortSignal;
}

/**
 * Runs what has no result yet. Each worker first rehearses the scenario itself, keeping savepoints, and then its cases from the last stop that
 * they have in common with it: at its own ports, so that a case differs from its base in nothing but the fault. A case that could not be
 * run is told and left for the next time. Throws when the undisturbed scenario does not pass: a failing case would say nothing.
 */
export async function explore(request: ExplorationRequest): Promise<void> {
  const { directory, chosen, workers, events } = request;
  const known = new Set((await directory.results()).map(({ id }) => id));
  const queue = chosen.filter((each) => !known.has(each.case.id));
  if (queue.length === 0) return;
  const text = await readFile(request.scenarioPath, 'utf8');
  const ahead = queue.length;
  let [done, spent] = [0, 0];
  const work = async (worker: number): Promise<void> => {
    const base = await ensureBase(request, worker);
    for (let next = queue.shift(); next; next = queue.shift()) {
      const begun = performance.now();
      const said = await runCase(request, text, base, next);
      done += 1;
      spent += performance.now() - begun;
      const minutes = ((spent / done) * (ahead - done)) / Math.min(workers, ahead) / 60_000;
      events({ type: 'progress', message: `${done}/${ahead} ${said}; about ${Math.ceil(minutes)} min left` });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(workers, ahead) }, (_, at) => work(at + 1)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** The undisturbed run of a worker; one that is complete is used again. */
async function ensureBase(request: ExplorationRequest, worker: number): Promise<RunDirectory> {
  const { directory, scenarioPath, runOptions, events, signal } = request;
  const path = directory.at('bases', String(worker));
  const before = await RunDirectory.open(path).then(
    (run) => run.readVerdict(),
    () => undefined,
  );
  if (before?.outcome !== 'pass') {
    events({ type: 'progress', message: `worker ${worker}: rehearsing ${scenarioPath} undisturbed` });
    await rm(path, { recursive: true, force: true });
    await childRun([scenarioPath, ...runOptions, '--savepoints', '--out', path], signal);
  }
  const base = await RunDirectory.open(path);
  const { outcome } = await base.readVerdict();
  if (outcome === 'pass') return base;
  throw new RehearseError({
    code: 'base-does-not-pass',
    message: `${scenarioPath} does not pass by itself, so its cases would say nothing: ${outcome}`,
    remedy: `read ${join(path, 'summary.md')}`,
  });
}

/** Runs a case and adds its result; gives a line about it. */
async function runCase(
  request: ExplorationRequest,
  text: string,
  base: RunDirectory,
  chosen: ChosenCase,
): Promise<string> {
  const { directory, scenarioPath, signal } = request;
  const { id } = chosen.case;
  const from = dirname(resolve(scenarioPath));
  const path = directory.at('cases', `${id}.yaml`);
  const scenario = caseScenario(text, chosen.case, (file) => relative(dirname(path), join(from, file)));
  const begun = performance.now();
  try {
    const run = await rehearseCase(request, base, path, scenario, id);
    const verdict = await run.readVerdict();
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    await keepResult(directory, chosen, run, verdict, seconds);
    if (verdict.outcome === 'pass') {
      // what passed is told by its result, and made again by its id
      await rm(run.path, { recursive: true, force: true });
      await rm(path, { force: true });
    } else if (verdict.outcome === 'fail') {
      await minimise(request, base, scenario, verdict, id);
    }
    return `${id}: ${verdict.outcome}, ${Math.round(seconds)} s`;
  } catch (error) {
    if (signal.aborted) throw error;
    return `${id}: not run, ${messageOf(error)}`;
  }
}

async function rehearseCase(
  { directory, runOptions, signal }: ExplorationRequest,
  base: RunDirectory,
  path: string,
  scenario: string,
  name: string,
): Promise<RunDirectory> {
  const out = directory.at('runs', name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomically(path, scenario);
  await rm(out, { recursive: true, force: true });
  await childRun([path, ...runOptions, '--continue-from', base.path, '--out', out], signal);
  return RunDirectory.open(out);
}

async function keepResult(
  directory: ExplorationDirectory,
  { case: { id }, key, because }: ChosenCase,
  run: RunDirectory,
  verdict: Verdict,
  seconds: number,
): Promise<void> {
  const plan = await run.readPlan();
  const reached = (await run.checkpointSteps()).at(-1);
  const isLast = reached === plan.steps.at(-1)?.name;
  const state = endStateOf(verdict, reached !== undefined && isLast ? await run.readCheckpoint(reached) : undefined);
  const findings = verdict.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ guarantee, step, subject, path }) => `${guarantee} at ${step}: ${subject} ${path}`.trimEnd());
  const result: CaseResult = {
    id,
    key,
    because,
    outcome: verdict.outcome,
    findings,
    endState: digestOf(state),
    seconds,
  };
  await directory.add(result, state);
}

/**
 * Leaves in `failing/` the smallest scenario that still fails in the same way. The case itself stands there from the start, because its
 * result is kept and it will not be run again; what cannot be rehearsed is no smaller one.
 */
async function minimise(
  request: ExplorationRequest,
  base: RunDirectory,
  scenario: string,
  verdict: Verdict,
  id: string,
): Promise<void> {
  const path = request.directory.at('failing', `${id}.yaml`);
  const trial = request.directory.at('cases', `${id}.smaller.yaml`);
  const keep = (text: string): Promise<void> => writeFileAtomically(path, text);
  const isAlike = async (candidate: string): Promise<boolean> => {
    try {
      const run = await rehearseCase(request, base, trial, candidate, `${id}.smaller`);
      return failsAlike(verdict, await run.readVerdict());
    } catch (error) {
      if (request.signal.aborted) throw error;
      request.events({ type: 'progress', message: `${id}: a smaller one could not be run, ${messageOf(error)}` });
      return false;
    }
  };
  const smallestOf = async (failing: string): Promise<string> => {
    for (const candidate of smaller(failing)) {
      if (await isAlike(candidate)) return smallestOf(candidate);
    }
    return failing;
  };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await keep(scenario);
  await keep(await smallestOf(scenario));
  await rm(trial, { force: true });
  await rm(request.directory.at('runs', `${id}.smaller`), { recursive: true, force: true });
}
