/**
 * Rehearses every scenario of scenarios/chaos/ on real binaries and prints what came of each. Ends with exit code 1 unless all pass.
 *
 *   npm run chaos [-- NAME...]
 */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { JournalRecord } from '../src/model/journal.js';
import { readNdjson } from '../src/support/ndjson.js';
import { printTable, runScenario, runsDirectory } from './rehearsals/run-scenario.js';

const FOLDER = 'scenarios/chaos';
const wanted = process.argv.slice(2);
const runs = runsDirectory('chaos');
const names = (await readdir(FOLDER)).filter((file) => file.endsWith('.yaml')).map((file) => basename(file, '.yaml'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0)
  throw new Error(`no such scenario: ${unknown.join(', ')}; there are ${names.sort().join(', ')}`);

const rows: string[][] = [];
let failed = 0;
for (const name of names.sort().filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const out = join(runs, name);
  const { exitCode, verdict, seconds } = await runScenario(join(FOLDER, `${name}.yaml`), out);
  const releases = verdict ? `${verdict.versions.from} -> ${verdict.versions.to}` : 'nothing was run';
  rows.push([name, releases, verdict?.outcome ?? '', await receipts(out), `${Math.round(seconds)} s`]);
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
