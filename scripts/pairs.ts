/**
 * Rehearses every pair of neighbours that the ledger covers wholly, not only the newest: the promised rollback, the whole ladder, and
 * the pinned path where the releases can do it. Each must pass, and every entry of a pair's ledger must have been met by one
 * of its runs. Ends with exit code 1 otherwise. Gets the programs that it needs, several minors of them.
 *
 *   npm run pairs [-- 1.34 1.35...]     the old minors of the pairs; all unless given
 */
import { join } from 'node:path';
import { PROJECT_LEDGER } from '../src/assertions/expected/index.js';
import { planScenario } from '../src/cli/prepare.js';
import { addMinors, isMinor, type Minor } from '../src/model/version.js';
import { PlanRefusal } from '../src/plan/refusal.js';
import { printTable, runScenario, runsDirectory } from './rehearsals/run-scenario.js';

const SCENARIOS = ['phase-1-and-back', 'ladder', 'pinned'];
const runs = runsDirectory('pairs');

/** Examined as far as a regression goes, which is the way up to phase 1. */
const IN_PART = '1.33';
const covered = [...new Set(PROJECT_LEDGER.map(({ versions }) => versions.split(' -> ')[0] ?? ''))]
  .filter(isMinor)
  .filter((minor) => minor !== IN_PART);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((minor) => !covered.some((each) => each === minor));
if (unknown.length > 0) throw new Error(`no ledger from ${unknown.join(', ')}; there are ${covered.join(', ')}`);

const rows: string[][] = [];
let failed = 0;
for (const from of covered.filter((minor) => wanted.length === 0 || wanted.includes(minor))) {
  const unmatched: string[][] = [];
  for (const name of SCENARIOS) {
    const path = `scenarios/reference/${name}.yaml`;
    const versions = { from, to: addMinors(from, 1) };
    const refusal = await refusedBecause(path, versions);
    if (refusal !== undefined) {
      rows.push([pairOf(from), name, `not possible: ${refusal}`, '']);
      continue;
    }
    const { exitCode, verdict, seconds } = await runScenario(path, join(runs, `${from}-${name}`), versions);
    failed += exitCode === 0 ? 0 : 1;
    unmatched.push([...(verdict?.unmatched ?? [])]);
    const met = new Set(verdict?.expected.map(({ entry }) => entry.id)).size;
    rows.push([
      pairOf(from),
      name,
      verdict ? `${verdict.outcome}, ${met} entries met` : 'no verdict',
      `${Math.round(seconds)} s`,
    ]);
  }
  const never = (unmatched[0] ?? []).filter((id) => unmatched.every((ids) => ids.includes(id)));
  for (const id of never) rows.push([pairOf(from), 'ledger', `no run met ${id}`, '']);
  failed += never.length;
}
printTable(['pair', 'scenario', 'result', 'took'], rows);
console.log(`runs: ${runs}`);
process.exitCode = failed > 0 || rows.length === 0 ? 1 : 0;

function pairOf(from: Minor): string {
  return `${from} -> ${addMinors(from, 1)}`;
}

/** The rule that makes a path impossible between two minors; undefined when it can be planned. */
async function refusedBecause(path: string, versions: { from: string; to: string }): Promise<string | undefined> {
  try {
    await planScenario(path, versions);
    return undefined;
  } catch (error) {
    if (!(error instanceof PlanRefusal)) throw error;
    return error.refusals.map(({ rule }) => rule.id).join(', ');
  }
}
