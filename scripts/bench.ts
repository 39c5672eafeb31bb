/**
 * What rehearsing costs on top of the restarts themselves. Prints ratios within one run, and no verdict: machines differ.
 *
 *   npm run bench [-- SCENARIO]
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { defaultCataloguePath, loadCatalogue } from '../src/binaries/catalogue.js';
import { programLookup } from '../src/binaries/program-lookup.js';
import { planScenario, prepareBinaries } from '../src/cli/prepare.js';
import { KUBE_COMPONENTS } from '../src/model/component.js';
import type { JournalRecord } from '../src/model/journal.js';
import { LocalProvider } from '../src/providers/local/local-provider.js';
import { readNdjson } from '../src/support/ndjson.js';
import { median } from './rehearsals/median.js';

$.verbose = false;
const scenario = process.argv[2] ?? 'scenarios/reference/ladder.yaml';
const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-bench-'));
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** The plan's restarts with the same waits, and nothing looked at. */
async function bareRestarts(): Promise<number> {
  const plan = await planScenario(scenario, {});
  const ensured = await prepareBinaries(plan, [], new AbortController().signal, (line) => console.error(line));
  await mkdir(join(folder, 'bare-logs'));
  const begun = performance.now();
  const cluster = await new LocalProvider((await loadCatalogue(defaultCataloguePath())).tools.kwok).provision({
    id: `bench-${process.pid}`,
    workDirectory: join(folder, 'bare'),
    logDirectory: join(folder, 'bare-logs'),
    launch: plan.rollbackTarget,
    etcdVersion: plan.versions.etcd,
    components: KUBE_COMPONENTS,
    terminationGraceSeconds: plan.terminationGraceSeconds,
    programs: programLookup(ensured),
  });
  try {
    for (const component of KUBE_COMPONENTS) await cluster.waitUntilReady(component);
    for (const step of plan.steps.slice(1)) {
      for (const component of step.order) {
        await cluster.replace(component, step.launch, (_action, act) => act());
        await cluster.waitUntilReady(component);
      }
    }
  } finally {
    await cluster.stop();
  }
  return performance.now() - begun;
}

/** The same rehearsed; without oracles, whose starts are counted apart. */
async function rehearsal(
  name: string,
  ...options: string[]
): Promise<{ ms: number; records: JournalRecord[]; out: string }> {
  const out = join(folder, name);
  await $({ nothrow: true })`node bin/kube-rehearse.js run ${scenario} --quiet --out ${out} ${options}`;
  const records = await readNdjson<JournalRecord>(join(out, 'journal.ndjson'));
  const end = records.findLast((record) => record.type === 'run');
  if (end?.event !== 'completed') throw new Error(`the rehearsal ended as ${end?.event}: ${end?.message}`);
  return { ms: end.at, records, out };
}

function durations(records: readonly JournalRecord[], action: RegExp): number[] {
  return records.flatMap((record) => (record.type === 'result' && action.test(record.action) ? [record.ms] : []));
}

try {
  const bare = await bareRestarts();
  const plain = await rehearsal('without-oracles', '--no-oracles');
  const judging = performance.now();
  await $({ nothrow: true })`node bin/kube-rehearse.js judge ${plain.out}`;
  const judged = performance.now() - judging;
  const full = await rehearsal('with-oracles');
  const info = JSON.parse(await readFile(join(full.out, 'run.json'), 'utf8')) as { peakMemory: number };
  const observed = durations(plain.records, /^(arrival|departure)\/(observe|evidence)$/);
  const oracles = durations(full.records, /^rollback\/oracle$/);
  const stops = durations(plain.records, /^arrival\/observe$/).length;
  console.log(`scenario                       ${scenario}, ${stops} stops`);
  console.log(`bare restarts                  ${seconds(bare)}`);
  console.log(`rehearsed, without oracles     ${seconds(plain.ms)}, ratio ${(plain.ms / bare).toFixed(2)}`);
  console.log(`rehearsed, with oracles        ${seconds(full.ms)}, ratio ${(full.ms / bare).toFixed(2)}`);
  console.log(`  rollback oracles             ${oracles.length}, median ${seconds(median(oracles))} each`);
  console.log(
    `one observation                median ${seconds(median(observed))}, longest ${seconds(Math.max(...observed))}`,
  );
  console.log(`judging all stops              ${seconds(judged)}, ${seconds(judged / stops)} a stop`);
  console.log(`peak memory of the harness     ${Math.round(info.peakMemory / 2 ** 20)} MB`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
