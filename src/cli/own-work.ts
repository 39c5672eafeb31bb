import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OwnRunRecord, stateDirectory } from '../support/run-records.js';

/** What a command has on this machine while it works. */
export interface OwnWork {
  /** Unique on this machine. */
  readonly id: string;
  /** A private folder. */
  readonly workDirectory: string;
  /** Removes the folder, and then the record by which `clean` would have found it. */
  readonly release: () => Promise<void>;
}

/** Makes a private folder for something of this name; it is on record before it is there. */
export async function beginWork(name: string): Promise<OwnWork> {
  const id = `${name}-${randomBytes(4).toString('hex')}`;
  const workDirectory = join(stateDirectory(), 'work', id);
  const record = await OwnRunRecord.create(id, workDirectory);
  await mkdir(workDirectory, { recursive: true, mode: 0o700 });
  return {
    id,
    workDirectory,
    release: async () => {
      await rm(workDirectory, { recursive: true, force: true });
      await record.remove();
    },
  };
}
