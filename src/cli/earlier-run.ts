import type { Plan, PlannedStep } from '../model/plan.js';
import type { Authorities } from '../providers/credentials.js';
import { restoreAuthorities } from '../providers/stored-authorities.js';
import { RunDirectory, type RunInfo } from '../reporters/index.js';
import type { Savepoint } from '../runner/run-request.js';
import { canonicalJson } from '../support/canonical-json.js';
import { BadInputError, messageOf } from '../support/errors.js';
import { isAlive } from '../support/proc.js';
import { harnessVersion } from './harness-version.js';

/** A run on whose stops another start can build. */
export interface EarlierRun {
  readonly directory: RunDirectory;
  readonly info: RunInfo;
  readonly plan: Plan;
  readonly authorities: Authorities;
  readonly savepoint: Savepoint;
}

/**
 * Opens a run that ended before its end, to go on with it. Throws BadInputError with the reason where that is impossible: it is
 * complete, still running, was made by another release of this program, is a control, ran on another provider than plain processes,
 * or has no stop to go on from.
 */
export async function openToResume(path: string): Promise<EarlierRun> {
  const directory = await RunDirectory.open(path);
  const info = await directory.readInfo();
  const plan = await directory.readPlan();
  if (info.harness && isAlive(info.harness)) {
    throw notResumable(path, `it is still running, as process ${info.harness.pid}`, 'wait for its end, or end it');
  }
  const end = (await directory.readJournal()).findLast((record) => record.type === 'run');
  if (end?.event === 'completed' || end?.event === 'step-failed') {
    throw notResumable(path, `it has come to its end (${end.event})`, '`kube-rehearse judge RUN_DIR` judges it again');
  }
  if (plan.control) throw notResumable(path, 'it is a control, and its sabotage may be half done', AGAIN);
  const earlier = await openSavepoint(directory, info, plan, plan.steps.length);
  if (earlier) return earlier;
  throw notResumable(path, 'it has no complete stop to go on from', AGAIN);
}

/**
 * Opens a run to rehearse another plan from the last stop that both have in common, which must have kept its savepoint. Throws
 * BadInputError where there is none.
 */
export async function openToContinue(path: string, plan: Plan): Promise<EarlierRun> {
  const directory = await RunDirectory.open(path);
  const info = await directory.readInfo();
  const earlier = await openSavepoint(directory, info, plan, stopsInCommon(await directory.readPlan(), plan));
  if (earlier) return earlier;
  throw new BadInputError({
    code: 'nothing-in-common',
    message: `${path} has no savepoint of a stop that this scenario begins with too`,
    remedy: 'give a run of the same releases, flags and first steps that was made with --savepoints',
  });
}

/** How many stops two plans begin with alike: reached from and by the same, and with the same written there. */
export function stopsInCommon(a: Plan, b: Plan): number {
  if (canonicalJson(frameOf(a)) !== canonicalJson(frameOf(b)) || a.control || b.control) return 0;
  const same = (x: PlannedStep | undefined, y: PlannedStep): boolean => canonicalJson(x) === canonicalJson(y);
  const first = b.steps.findIndex((step, index) => !same(a.steps[index], step));
  return first < 0 ? b.steps.length : first;
}

/** What holds for all steps of a plan. */
function frameOf({ versions, minCompatibility, rollbackTarget, fill, load, seed, manifests, ...plan }: Plan): object {
  const { terminationGraceSeconds } = plan;
  // the seed says what a store is filled with, and nothing else that the steps do not say
  const filled = fill !== undefined && { fill, seed };
  return { versions, minCompatibility, rollbackTarget, ...filled, load, manifests, terminationGraceSeconds };
}

/** The last of the first `count` stops that has everything; undefined where none has. */
async function openSavepoint(
  directory: RunDirectory,
  info: RunInfo,
  plan: Plan,
  count: number,
): Promise<EarlierRun | undefined> {
  const { path } = directory;
  if (info.provider !== 'local') {
    throw notResumable(path, `it ran on ${info.provider}, whose cluster ended with it`, AGAIN);
  }
  if (info.harnessVersion !== harnessVersion()) {
    throw notResumable(
      path,
      `it was begun by kube-rehearse ${info.harnessVersion}`,
      'use that release, or run it again',
    );
  }
  const complete = new Set(await directory.checkpointSteps());
  for (const { index, name } of plan.steps.slice(0, count).reverse()) {
    if (!complete.has(name) || !(await directory.savepoints.has(name))) continue;
    const known = await directory.readOracles();
    const oracles = new Set(plan.oracles.map(({ id }) => id).filter((id) => id in known));
    const authorities = await readAuthorities(directory);
    return {
      directory,
      info,
      plan,
      authorities,
      savepoint: {
        step: index,
        snapshot: directory.savepoints.snapshot(name),
        ports: await directory.savepoints.readPorts(),
        oracles,
      },
    };
  }
  return undefined;
}

async function readAuthorities(directory: RunDirectory): Promise<Authorities> {
  const stored = await directory.savepoints.readAuthorities();
  try {
    return await restoreAuthorities(stored);
  } catch (error) {
    throw notResumable(directory.path, `its certificate authorities cannot be used: ${messageOf(error)}`, AGAIN);
  }
}

const AGAIN = 'run the scenario again';

function notResumable(path: string, reason: string, remedy: string): BadInputError {
  return new BadInputError({ code: 'run-not-resumable', message: `${path} cannot be gone on with: ${reason}`, remedy });
}
