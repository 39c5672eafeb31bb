import { appendFileSync, closeSync, fstatSync, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * An append-only file of JSON lines. Every record is on disk (fsync) before `append` returns, so that a killed run's
 * last intent is known.
 */
export class NdjsonFile {
  readonly #fd: number;

  constructor(path: string) {
    this.#fd = openSync(path, 'a', 0o600);
  }

  append(record: unknown): void {
    const { size } = fstatSync(this.#fd);
    try {
      // unlike one writeSync it goes on until all is written, or throws
      appendFileSync(this.#fd, `${JSON.stringify(record)}\n`);
      fsyncSync(this.#fd);
    } catch (error) {
      // on a full disk a part was written; the next record must not become the rest of this one's line
      ftruncateSync(this.#fd, size);
      throw error;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Reads a file of JSON lines. A last line cut off by a crash is left out. */
export async function readNdjson<T>(path: string): Promise<T[]> {
  const text = await readFile(path, 'utf8');
  const lines = text.split('\n');
  const cut = lines.pop();
  const records = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
  if (cut) {
    try {
      records.push(JSON.parse(cut) as T);
    } catch {
      // the writer died in the middle of this record; it never took effect
    }
  }
  return records;
}
