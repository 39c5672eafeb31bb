import { spawn } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import type { JournalRecord } from '../../src/model/journal.js';
import { readNdjson } from '../../src/support/ndjson.js';
import { waitFor, type Attempt } from '../../src/support/wait.js';

/** What a command line ended with and printed. */
export interface CliEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A built command line that runs while the test does something to it. */
export interface RunningCli {
  readonly pid: number;
  readonly ended: Promise<CliEnd>;
  /** What was printed on stderr so far. */
  readonly stderr: string;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the built command line; it is killed, if it still runs, when the test has ended. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>>): RunningCli {
  const child = spawn(process.execPath, ['bin/kube-rehearse.js', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  }
  const ended = new Promise<CliEnd>((resolve) => {
    // `close`, not `exit`: everything that was printed has arrived
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, ...texts }));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  if (child.pid === undefined) throw new Error('the command line was not started');
  return {
    pid: child.pid,
    ended,
    get stderr() {
      return texts.stderr;
    },
    kill: (signal) => void child.kill(signal),
  };
}

/** Returns when a run's journal says that an action has begun; fails with the run's own words when it ends before. */
export async function actionBegun(cli: RunningCli, journal: string, step: string, action: string): Promise<void> {
  await whileItRuns(cli, `${step}: ${action} to begin`, async () => {
    const records = await readNdjson<JournalRecord>(journal).catch(() => []);
    const begun = records.some(
      (record) => record.type === 'intent' && record.step === step && record.action === action,
    );
    return begun ? { done: true, value: undefined } : { done: false, seen: JSON.stringify(records.at(-1)) };
  });
}

/** Returns what a pattern finds on stderr; fails with the run's own words when it ends before. */
export async function printed(cli: RunningCli, pattern: RegExp): Promise<RegExpExecArray> {
  return whileItRuns(cli, `${String(pattern)} on stderr`, async () => {
    const match = pattern.exec(cli.stderr);
    return match ? { done: true, value: match } : { done: false, seen: cli.stderr.slice(-200) };
  });
}

async function whileItRuns<T>(cli: RunningCli, what: string, condition: () => Promise<Attempt<T>>): Promise<T> {
  let end: CliEnd | undefined;
  void cli.ended.then((value) => (end = value));
  return waitFor(condition, {
    what,
    timeoutMs: 1_200_000,
    abandoned: () => end && `the run ended with ${end.exitCode ?? end.signal}: ${end.stderr.slice(-2_000)}`,
  });
}

/** Command lines of living processes that name a folder, other than those of tests and of the command line itself. */
export async function processesNaming(directory: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines
    .filter((line) => line.includes(directory) && !line.includes('kube-rehearse.js'))
    .map((line) => line.replaceAll('\0', ' '));
}

/** Every file below a folder, sorted; none where there is no such folder. */
export async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
}
