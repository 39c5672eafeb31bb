/**
 * Rehearses every scenario of scenarios/chaos/ on real binaries and prints what came of each. Ends with exit code 1 unless all pass.
 *
 *   npm run chaos [-- NAME...]
 */
import { join } from 'node:path';
import type { JournalRecord } from '../src/model/journal.js';
import { readNdjson } from '../src/support/ndjson.js';
import { chosenScenarios } from './rehearsals/chosen-scenarios.js';
import { printTable, releasesOf, runScenario, runsDirectory } from './rehearsals/run-scenario.js';

const runs = runsDirectory('chaos');

const rows: string[][] = [];
let failed = 0;
for (const { name, path } of await chosenScenarios('scenarios/chaos', 'scenario', process.argv.slice(2))) {
  const out = join(runs, name);
  const { exitCode, verdict, seconds } = await runScenario(path, out);
  rows.push([name, releasesOf(verdict), verdict?.outcome ?? '', await receipts(out), `${Math.round(seconds)} s`]);
  failed += exitCode === 0 ? 0 : 1;
}
printTable(['scenario', 'releases', 'result', 'faults, with both receipts', 'took'], rows);
console.log(`runs: ${runs}`);
process.exitCode = failed > 0 || rows.length === 0 ? 1 : 0;

/** How many faults were begun, and how many of them have a receipt of onset and end. */
async function receipts(out: string): Promise<string> {
  const journal = await readNdjson<JournalRecord>(join(out, 'journal.ndjson')).catch(() => []);
  const count = (event: string): number =>
    journal.filter((record) => record.type === 'fault' && record.event === event).length;
  return `${count('inject')}, ${count('end')}`;
}
