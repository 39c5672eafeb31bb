/**
 * Kills rehearsals with SIGKILL at random instants and shows that `clean` leaves nothing of them: no process, no file, no mount.
 * Ends with exit code 1 when something is left, or the data of a finished run has changed.
 *
 *   npm run faults:sigkill [-- COUNT [SEED [SCENARIO]]]     3 times from seed 1, scenarios/chaos/half-written-upgrade.yaml, unless told
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { $ } from 'zx';
import { randomStream } from '../src/model/random.js';
import { printTable } from './rehearsals/run-scenario.js';

$.verbose = false;
const [count = '3', seed = '1', scenario = 'scenarios/chaos/half-written-upgrade.yaml'] = process.argv.slice(2);
/** The scenario above takes about this long; a run that ends before it is killed says so. */
const LONGEST_MS = 100_000;

const folder = await mkdtemp(join(tmpdir(), 'kube-rehearse-sigkill-'));
const state = join(folder, 'state');
const env = { ...process.env, KUBE_REHEARSE_STATE: state };
const random = randomStream(Number(seed), 'instants of SIGKILL');
const finished = join(folder, 'finished', 'verdict.json');
await mkdir(join(folder, 'finished'));
await writeFile(finished, 'the data of a finished run');
const rows: string[][] = [];
let left = 0;
try {
  for (let times = 1; times <= Number(count); times += 1) {
    const instant = Math.round(random() * LONGEST_MS);
    const args = ['bin/kube-rehearse.js', 'run', scenario, '--quiet', '--out', join(folder, `run-${times}`)];
    const run = spawn('node', args, { env, stdio: 'ignore' });
    const ended = once(run, 'exit');
    await Promise.race([delay(instant), ended]);
    run.kill('SIGKILL');
    await ended;
    const last = await lastRecord(join(folder, `run-${times}`, 'journal.ndjson'));
    const before = await leftovers();
    await $({ env })`node bin/kube-rehearse.js clean`;
    const after = await leftovers();
    left += after.length;
    rows.push([
      String(times),
      `${(instant / 1000).toFixed(1)} s`,
      last,
      String(before.length),
      after.join(', ') || '0',
    ]);
    console.log(rows.at(-1)?.join('  '));
  }
  if ((await readFile(finished, 'utf8')) !== 'the data of a finished run') left += 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
printTable(['run', 'killed after', 'last record of its journal', 'left by it', 'left after clean'], rows);
process.exitCode = left > 0 || rows.length === 0 ? 1 : 0;

/** Processes that name the folder, files in the state folder, and mounts below it. */
async function leftovers(): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (commandLine.includes(folder)) found.push(`process ${pid}`);
  }
  for (const name of await readdir(state, { recursive: true }).catch(() => [])) {
    if (!['runs', 'work'].includes(name)) found.push(name);
  }
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  return [...found, ...mounts.split('\n').filter((line) => line.includes(folder))];
}

async function lastRecord(journal: string): Promise<string> {
  const lines = (await readFile(journal, 'utf8').catch(() => '')).trim().split('\n');
  const line = lines.at(-1) ?? '';
  if (line === '') return 'none';
  const record = JSON.parse(line) as { type: string; action?: string; fault?: string; event?: string };
  return [record.type, record.action ?? record.fault, record.event].filter(Boolean).join(' ');
}
