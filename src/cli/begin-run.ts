import { readFile } from 'node:fs/promises';
import { ledgerFor } from '../assertions/expected/index.js';
import type { Plan } from '../model/plan.js';
import { minorOf } from '../model/version.js';
import { storedAuthorities } from '../providers/stored-authorities.js';
import type { Authorities } from '../providers/credentials.js';
import { RunDirectory, type RunInfo } from '../reporters/index.js';
import { Journal } from '../runner/journal.js';
import type { Savepoint } from '../runner/run-request.js';
import { BadInputError } from '../support/errors.js';
import type { EarlierRun } from './earlier-run.js';

/** A run's directory with everything in it that was decided before, its journal, and where the run begins. */
export interface BegunRun {
  readonly directory: RunDirectory;
  readonly info: RunInfo;
  readonly journal: Journal;
  /** Absent for a run that begins at the baseline. */
  readonly from?: Savepoint;
}

/** What a new run's directory begins with. */
export interface NewRun {
  readonly path: string;
  readonly scenarioPath: string;
  readonly plan: Plan;
  readonly info: RunInfo;
  readonly authorities: Authorities;
  /** Names of the nodes, where the ledger depends on them. */
  readonly nodes?: Parameters<typeof ledgerFor>[2];
  /** The run whose first stops these are. */
  readonly base?: EarlierRun;
}

/** Makes the directory of a new run. */
export async function beginNew({
  path,
  scenarioPath,
  plan,
  info,
  authorities,
  nodes,
  base,
}: NewRun): Promise<BegunRun> {
  const directory = await RunDirectory.create(path);
  const whole = base ? { ...info, continuedFrom: base.directory.path } : info;
  await directory.writeInfo(whole);
  await directory.writeScenario(await readFile(scenarioPath, 'utf8'));
  await directory.writePlan(plan);
  const { from, to } = plan.versions;
  await directory.writeExpected([...ledgerFor(minorOf(from), minorOf(to), nodes), ...plan.expected]);
  await directory.savepoints.writeAuthorities(storedAuthorities(authorities));
  if (!base) return { directory, info: whole, journal: new Journal(directory.openJournal()) };
  const { savepoint } = base;
  const steps = plan.steps.slice(0, savepoint.step + 1).map(({ name }) => name);
  const time = await directory.adopt(base.directory, steps, [...savepoint.oracles]);
  return { directory, info: whole, journal: new Journal(directory.openJournal(), time), from: savepoint };
}

/** Takes up the directory of a run that ended before its end; `info` says what goes on with it. Throws BadInputError where it differs. */
export async function beginAgain(earlier: EarlierRun, info: RunInfo): Promise<BegunRun> {
  const { directory, savepoint, plan } = earlier;
  requireSamePrograms(earlier, info);
  const time = Math.max(0, ...(await directory.readJournal()).map(({ at }) => at));
  const step = plan.steps[savepoint.step]?.name ?? '';
  const resumed = [...(earlier.info.resumed ?? []), { at: info.startedAt, step }];
  const whole = { ...earlier.info, ...(info.harness && { harness: info.harness }), resumed };
  await directory.writeInfo(whole);
  return { directory, info: whole, journal: new Journal(directory.openJournal(), time), from: savepoint };
}

function requireSamePrograms({ directory, info: { binaries } }: EarlierRun, info: RunInfo): void {
  for (const { program, release, sha256 } of info.binaries) {
    const before = binaries.find((each) => each.program === program && each.release === release);
    if (before?.sha256 === sha256) continue;
    throw new BadInputError({
      code: 'run-not-resumable',
      message: `${directory.path} cannot be gone on with: it was begun with another ${program} ${release}`,
      remedy: 'give the same --binaries as then, or run the scenario again',
    });
  }
}
