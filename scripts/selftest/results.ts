import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trippedExactly } from '../../src/assertions/controls.js';
import type { Verdict } from '../../src/model/verdict.js';
import { RunDirectory } from '../../src/reporters/index.js';
import type { Plant, Trial } from './trials.js';

/** What came of a trial, as its run directory says. */
export interface Measured {
  readonly verdict: Verdict;
  readonly startedAt: string;
  /** The harness's own commit, shortened; empty where nobody wrote it down. */
  readonly commit: string;
}

/** What came of planting: found by name and nothing else, or not. */
export type Catch = 'caught' | 'missed' | 'not measured';

/** Beside the run's own files: the commit of the harness that ran. */
export const COMMIT = 'commit.txt';

/** Reads a trial's run directory below `folder`; undefined when there is no finished one. */
export async function measured(folder: string, { name }: Trial): Promise<Measured | undefined> {
  try {
    const directory = await RunDirectory.open(join(folder, name));
    const { startedAt, finishedAt } = await directory.readInfo();
    if (finishedAt === undefined) return undefined;
    const commit = await readFile(join(folder, name, COMMIT), 'utf8').catch(() => '');
    return { verdict: await directory.readVerdict(), startedAt, commit: commit.trim() };
  } catch {
    return undefined;
  }
}

/** Caught means: the guarantee and subject that the plant names, and no other violation. */
export function catchOf({ mustTrip }: Plant, result: Measured | undefined): Catch {
  if (!result) return 'not measured';
  return trippedExactly(result.verdict, mustTrip) ? 'caught' : 'missed';
}

/** Guarantee and subject of every violation, each once. */
export function violationsOf({ verdict }: Measured): string[] {
  const found = verdict.findings.filter(({ severity }) => severity === 'violation');
  return [...new Set(found.map(({ guarantee, subject }) => `${guarantee}: ${subject}`))].sort();
}
