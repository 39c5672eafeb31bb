/**
 * Reproduces every bug of scenarios/regressions/ with the real releases that have it, shows the releases that have it fixed
 * clean, and prints a table. Ends with exit code 1 when one does not show as its scenario says. Gets the programs that it
 * needs, several minors of them.
 *
 *   npm run track-record [-- NAME...]
 */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { foundExactly } from '../src/assertions/found-exactly.js';
import { loadScenario } from '../src/scenario/load-scenario.js';
import type { Verdict } from '../src/model/verdict.js';
import { printTable, runScenario, runsDirectory } from './rehearsals/run-scenario.js';

const FOLDER = 'scenarios/regressions';
const wanted = process.argv.slice(2);
const runs = runsDirectory('track-record');

const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.yaml')).sort();
const unknown = wanted.filter((name) => !files.includes(`${name}.yaml`));
if (unknown.length > 0)
  throw new Error(`no such regression: ${unknown.join(', ')}; there are ${files.map(nameOf).join(', ')}`);

const rows: string[][] = [];
let missed = 0;
for (const file of files.filter((each) => wanted.length === 0 || wanted.includes(nameOf(each)))) {
  const path = join(FOLDER, file);
  const { regression } = await loadScenario(path);
  if (!regression) throw new Error(`${path} is no regression`);
  const bug = await runScenario(path, join(runs, nameOf(file)));
  const isFound = bug.exitCode === 1 && bug.verdict !== undefined && foundExactly(bug.verdict, regression.finds);
  rows.push([nameOf(file), releases(bug.verdict), isFound ? 'reproduced' : 'NOT REPRODUCED', time(bug.seconds)]);
  missed += isFound ? 0 : 1;
  if (!regression.fixed) continue;
  const fixed = await runScenario(path, join(runs, `${nameOf(file)}-fixed`), regression.fixed);
  rows.push([nameOf(file), releases(fixed.verdict), fixed.exitCode === 0 ? 'clean' : 'NOT CLEAN', time(fixed.seconds)]);
  missed += fixed.exitCode === 0 ? 0 : 1;
}
printTable(['regression', 'releases', 'result', 'took'], rows);
console.log(`runs: ${runs}`);
process.exitCode = missed > 0 || rows.length === 0 ? 1 : 0;

function nameOf(file: string): string {
  return basename(file, '.yaml');
}

function releases(verdict: Verdict | undefined): string {
  return verdict ? `${verdict.versions.from} -> ${verdict.versions.to}` : 'nothing was run';
}

function time(seconds: number): string {
  return `${Math.round(seconds)} s`;
}
