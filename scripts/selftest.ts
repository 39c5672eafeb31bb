/**
 * Plants every violation of the project in real clusters, runs clean ones beside them, and writes docs/detection-power.md from what
 * came of it. Ends with 1 when something was missed or a clean run alarmed, with 2 when not all was measured.
 *
 *   npm run selftest [-- --jobs 2] [--resume] [--only NAME] [--page]
 *
 * Run directories stay in reports/selftest. `--resume` keeps those that are finished, `--only` runs the trials whose name has this in
 * it, `--page` runs nothing.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { format } from 'prettier';
import { $ } from 'zx';
import { GUARANTEES } from '../src/assertions/guarantees/index.js';
import { detectionPage } from './selftest/page.js';
import { catchOf, COMMIT, measured, violationsOf } from './selftest/results.js';
import { cleanRuns, plants, type Trial } from './selftest/trials.js';

const FOLDER = 'reports/selftest';
const { values: asked } = parseArgs({
  options: {
    jobs: { type: 'string', default: '2' },
    resume: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    page: { type: 'boolean', default: false },
  },
});
const keep = asked.resume || asked.page || asked.only !== '';
const commit = (await $`git rev-parse --short HEAD`).stdout;
const planted = await plants();
const clean = cleanRuns();

async function run({ name, scenario, options }: Trial): Promise<void> {
  const out = join(FOLDER, name);
  await rm(out, { recursive: true, force: true });
  const result = await $({
    nothrow: true,
    quiet: true,
  })`node bin/kube-rehearse.js run ${scenario} --out ${out} --quiet ${options}`;
  await writeFile(join(out, COMMIT), commit);
  console.log(`${name}: ${result.stdout.trim().split('\n').at(-1)} (exit code ${result.exitCode})`);
  if ((result.exitCode ?? 4) > 2) console.error(result.stderr.trim());
}

if (!keep) await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
if (!asked.page) {
  const turn = pLimit(Number(asked.jobs));
  await Promise.all(
    [...planted, ...clean]
      .filter(({ name }) => name.includes(asked.only))
      .map((trial) =>
        turn(async () => {
          if (asked.resume && (await measured(FOLDER, trial))) return;
          await run(trial);
        }),
      ),
  );
}

const triedPlants = await Promise.all(planted.map(async (plant) => [plant, await measured(FOLDER, plant)] as const));
const triedClean = await Promise.all(clean.map(async (trial) => [trial, await measured(FOLDER, trial)] as const));
const page = detectionPage(triedPlants, triedClean, GUARANTEES);
await writeFile(
  'docs/detection-power.md',
  await format(page, { parser: 'markdown', printWidth: 120, singleQuote: true }),
);

const missed = triedPlants.filter(([plant, result]) => catchOf(plant, result) === 'missed');
const alarmed = triedClean.filter(([, result]) => result && violationsOf(result).length > 0);
const open = [...triedPlants, ...triedClean].filter(([, result]) => !result);
for (const [{ name }] of missed) console.log(`missed: ${name}`);
for (const [{ name }] of alarmed) console.log(`false alarm: ${name}`);
for (const [{ name }] of open) console.log(`not measured: ${name}`);
const caught = triedPlants.length - missed.length - triedPlants.filter(([, result]) => !result).length;
console.log(
  `${caught} of ${triedPlants.length} planted violations caught, ${alarmed.length} false alarms, ${open.length} not measured`,
);
process.exitCode = missed.length + alarmed.length > 0 ? 1 : open.length > 0 ? 2 : 0;
