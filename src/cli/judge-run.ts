import { journalFacts } from '../assertions/journal-facts.js';
import { judge } from '../assertions/judge.js';
import { fieldShares } from '../fields/shares.js';
import type { Checkpoint } from '../model/observation.js';
import type { Plan } from '../model/plan.js';
import type { Verdict } from '../model/verdict.js';
import { writeReports, type RunDirectory } from '../reporters/index.js';
import { GUARANTEE_SENTENCES } from './guarantee-sentences.js';

/**
 * Judges a run from its directory alone and writes what follows from it. `run` and `judge` both come here, so that a
 * verdict never depends on anything that is not in the files.
 */
export async function judgeRun(directory: RunDirectory): Promise<{ plan: Plan; verdict: Verdict }> {
  const plan = await directory.readPlan();
  const complete = new Set(await directory.checkpointSteps());
  const checkpoints: Checkpoint[] = [];
  for (const { name } of plan.steps) {
    // what comes after a gap cannot be compared with its predecessor
    if (!complete.has(name)) break;
    checkpoints.push(await directory.readCheckpoint(name));
  }
  const judged = judge({
    plan,
    checkpoints,
    oracles: await directory.readOracles(),
    journal: journalFacts(await directory.readJournal()),
    ledger: await directory.readExpected(),
  });
  const [baseline] = checkpoints;
  const verdict: Verdict = {
    ...judged,
    ...(baseline && { fieldShares: fieldShares(baseline.behaviour.openapi.v3, baseline.departure) }),
  };
  await writeReports(directory, plan, verdict, GUARANTEE_SENTENCES);
  return { plan, verdict };
}
