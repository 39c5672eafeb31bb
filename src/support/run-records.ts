import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { writeFileAtomically } from './atomic-file.js';
import { identifyProcess, isAlive, processesUsing, type ProcessIdentity } from './proc.js';
import { waitFor } from './wait.js';

/**
 * What a living run owns on this machine, written before it is acquired. A record whose harness is dead names what the
 * next `clean`, or the next run's start, removes.
 */
export interface RunRecord {
  readonly id: string;
  readonly harness: ProcessIdentity;
  readonly workDirectory: string;
  readonly processes: readonly ProcessIdentity[];
  /** Name of the kind cluster: of its nodes' label and of its network. */
  readonly kindCluster?: string;
}

/** What was found of a dead run. */
export interface Leftover {
  readonly record: RunRecord;
  readonly livingProcesses: readonly ProcessIdentity[];
}

/** The folder for records and data of running clusters; `KUBE_REHEARSE_STATE` moves it. */
export function stateDirectory(): string {
  return process.env['KUBE_REHEARSE_STATE'] || join(envPaths('kube-rehearse', { suffix: '' }).data, 'state');
}

/** The record of one cluster of this process, kept in step with what it owns. */
export class OwnRunRecord {
  readonly #path: string;
  #record: RunRecord;
  #removed = false;
  /** Writes follow one another: the file must end up with the newest record. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, record: RunRecord) {
    this.#path = path;
    this.#record = record;
  }

  /** Writes the first record; call before the work directory exists. */
  static async create(id: string, workDirectory: string, kindCluster?: string): Promise<OwnRunRecord> {
    const harness = identifyProcess(process.pid);
    if (!harness) throw new Error('this process is not in /proc');
    const directory = runsDirectory();
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const record = { id, harness, workDirectory, processes: [], ...(kindCluster !== undefined && { kindCluster }) };
    const own = new OwnRunRecord(join(directory, `${id}.json`), record);
    await own.#write();
    return own;
  }

  async addProcess(pid: number): Promise<void> {
    const identity = identifyProcess(pid);
    if (!identity) return;
    this.#record = { ...this.#record, processes: [...this.#record.processes.filter(isAlive), identity] };
    await this.#write();
  }

  /** The run owns nothing any more. */
  async remove(): Promise<void> {
    this.#removed = true;
    await this.#writing.catch(() => undefined);
    await rm(this.#path, { force: true });
  }

  #write(): Promise<void> {
    const write = async (): Promise<void> => {
      if (!this.#removed) await writeFileAtomically(this.#path, JSON.stringify(this.#record));
    };
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }
}

/** Records of runs whose harness is dead, with those of their processes that still live. */
export async function findLeftovers(): Promise<Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const name of (await namesIn(runsDirectory())).filter((entry) => entry.endsWith('.json')).sort()) {
    const record = await readFile(join(runsDirectory(), name), 'utf8')
      .then((text) => JSON.parse(text) as RunRecord)
      .catch(() => undefined);
    if (!record || isAlive(record.harness)) continue;
    leftovers.push({ record, livingProcesses: livingProcessesOf(record) });
  }
  return leftovers;
}

/** Takes away a kind cluster and everything that belongs to it, by name. */
export type RemoveKindCluster = (cluster: string) => Promise<void>;

/**
 * Kills what still lives of a dead run, removes its kind cluster, its work directory and then its record. When the cluster
 * cannot be removed, the record stays.
 */
export async function removeLeftover({ record }: Leftover, removeKindCluster: RemoveKindCluster): Promise<void> {
  const killed = livingProcessesOf(record);
  for (const { pid } of killed) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it ended in between
    }
  }
  await waitFor(
    async () => {
      const living = killed.filter(isAlive).map(({ pid }) => pid);
      return living.length === 0 ? { done: true, value: undefined } : { done: false, seen: `${living.join()} live` };
    },
    { what: `the processes of ${record.id} to end`, timeoutMs: 30_000, intervalMs: 20 },
  );
  if (record.kindCluster !== undefined) await removeKindCluster(record.kindCluster);
  await rm(record.workDirectory, { recursive: true, force: true });
  for (const name of await namesIn(runsDirectory())) {
    // the record last; a harness that was killed while it wrote one has left a temporary file beside it
    if (name.startsWith(`${record.id}.json.`)) await rm(join(runsDirectory(), name), { force: true });
  }
  await rm(join(runsDirectory(), `${record.id}.json`), { force: true });
}

/** Work directories that no record speaks of: their run died between making the one and writing the other. */
export async function findOwnerlessWork(): Promise<string[]> {
  const directory = join(stateDirectory(), 'work');
  const names = await namesIn(directory);
  const records = await namesIn(runsDirectory());
  return names
    .filter((name) => !records.some((record) => record.startsWith(name)))
    .map((name) => join(directory, name));
}

/**
 * Those on record, and those that use the work directory without being on it: a harness may be killed after it started a
 * process and before that process asked to die with it and was written down.
 */
function livingProcessesOf({ processes, workDirectory }: RunRecord): ProcessIdentity[] {
  const recorded = processes.filter(isAlive);
  const others = processesUsing(workDirectory).filter(({ pid }) => !recorded.some((known) => known.pid === pid));
  return [...recorded, ...others];
}

function runsDirectory(): string {
  return join(stateDirectory(), 'runs');
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
