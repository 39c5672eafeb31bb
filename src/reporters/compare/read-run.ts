import { basename } from 'node:path';
import type { RunDirectory } from '../run-directory.js';
import type { ComparedRun } from './compare-runs.js';

/** Reads what is compared of a judged run. */
export async function readRun(directory: RunDirectory): Promise<ComparedRun> {
  return {
    name: basename(directory.path),
    plan: await directory.readPlan(),
    verdict: await directory.readVerdict(),
    info: await directory.readInfo(),
    journal: await directory.readJournal(),
  };
}
