import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { writeFileAtomically } from './atomic-file.js';
import { identifyProcess, isAlive, type ProcessIdentity } from './proc.js';

/**
 * What a living run owns on this machine, written before it is acquired. A record whose harness is dead names what the
 * next `clean`, or the next run's start, removes.
 */
export interface RunRecord {
  readonly id: string;
  readonly harness: ProcessIdentity;
  readonly workDirectory: string;
  readonly processes: readonly ProcessIdentity[];
}

/** What was found of a dead run. */
export interface Leftover {
  readonly record: RunRecord;
  readonly livingProcesses: readonly ProcessIdentity[];
}

/** The folder for records and data of running clusters; `KUBE_REHEARSE_STATE` moves it. */
export function stateDirectory(): string {
  return process.env['KUBE_REHEARSE_STATE'] ?? join(envPaths('kube-rehearse', { suffix: '' }).data, 'state');
}

/** The record of one cluster of this process, kept in step with what it owns. */
export class OwnRunRecord {
  readonly #path: string;
  #record: RunRecord;

  private constructor(path: string, record: RunRecord) {
    this.#path = path;
    this.#record = record;
  }

  /** Writes the first record; call before the work directory exists. */
  static async create(id: string, workDirectory: string): Promise<OwnRunRecord> {
    const harness = identifyProcess(process.pid);
    if (!harness) throw new Error('this process is not in /proc');
    const directory = join(stateDirectory(), 'runs');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const own = new OwnRunRecord(join(directory, `${id}.json`), { id, harness, workDirectory, processes: [] });
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
    await rm(this.#path, { force: true });
  }

  async #write(): Promise<void> {
    await writeFileAtomically(this.#path, JSON.stringify(this.#record));
  }
}

/** Records of runs whose harness is dead, with those of their processes that still live. */
export async function findLeftovers(): Promise<Leftover[]> {
  const directory = join(stateDirectory(), 'runs');
  const names = await readdir(directory).catch(() => []);
  const leftovers: Leftover[] = [];
  for (const name of names.filter((entry) => entry.endsWith('.json')).sort()) {
    const record = await readFile(join(directory, name), 'utf8')
      .then((text) => JSON.parse(text) as RunRecord)
      .catch(() => undefined);
    if (!record || isAlive(record.harness)) continue;
    leftovers.push({ record, livingProcesses: record.processes.filter(isAlive) });
  }
  return leftovers;
}

/** Kills what still lives of a dead run, removes its work directory and then its record. */
export async function removeLeftover(leftover: Leftover): Promise<void> {
  for (const identity of leftover.livingProcesses) {
    if (!isAlive(identity)) continue;
    try {
      process.kill(identity.pid, 'SIGKILL');
    } catch {
      // it ended in between
    }
  }
  await rm(leftover.record.workDirectory, { recursive: true, force: true });
  await rm(join(stateDirectory(), 'runs', `${leftover.record.id}.json`), { force: true });
}

/** Work directories that no record speaks of: their run died between making the one and writing the other. */
export async function findOwnerlessWork(): Promise<string[]> {
  const directory = join(stateDirectory(), 'work');
  const names = await readdir(directory).catch(() => []);
  const records = await readdir(join(stateDirectory(), 'runs')).catch(() => []);
  return names
    .filter((name) => !records.some((record) => record.startsWith(name)))
    .map((name) => join(directory, name));
}
