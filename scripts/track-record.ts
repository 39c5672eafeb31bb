/**
 * Reproduces every bug of scenarios/regressions/ with the real releases that have it, shows the releases that have it fixed
 * clean, and prints a table. Ends with exit code 1 when one does not show as its scenario says. Gets the programs that it
 * needs, several minors of them.
 *
 *   npm run track-record [-- NAME...]
 */
import { join } from 'node:path';
import { foundExactly } from '../src/assertions/found-exactly.js';
import { loadScenario } from '../src/scenario/load-scenario.js';
import { chosenScenarios } from './rehearsals/chosen-scenarios.js';
import { printTable, releasesOf, runScenario, runsDirectory } from './rehearsals/run-scenario.js';

const runs = runsDirectory('track-record');

const rows: string[][] = [];
let missed = 0;
for (const { name, path } of await chosenScenarios('scenarios/regressions', 'regression', process.argv.slice(2))) {
  const { regression } = await loadScenario(path);
  if (!regression) throw new Error(`${path} is no regression`);
  const bug = await runScenario(path, join(runs, name));
  const isFound = bug.exitCode === 1 && bug.verdict !== undefined && foundExactly(bug.verdict, regression.finds);
  rows.push([name, releasesOf(bug.verdict), isFound ? 'reproduced' : 'NOT REPRODUCED', time(bug.seconds)]);
  missed += isFound ? 0 : 1;
  if (!regression.fixed) continue;
  const fixed = await runScenario(path, join(runs, `${name}-fixed`), regression.fixed);
  rows.push([name, releasesOf(fixed.verdict), fixed.exitCode === 0 ? 'clean' : 'NOT CLEAN', time(fixed.seconds)]);
  missed += fixed.exitCode === 0 ? 0 : 1;
}
printTable(['regression', 'releases', 'result', 'took'], rows);
console.log(`runs: ${runs}`);
process.exitCode = missed > 0 || rows.length === 0 ? 1 : 0;

function time(seconds: number): string {
  return `${Math.round(seconds)} s`;
}
