import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { z } from 'zod';
import { canonicalLine } from '../support/canonical-json.js';
import { Interner, digest } from '../support/interner.js';
import { linesOf } from '../support/lines.js';
import { broken, checked, parse, unreadable } from './json-file.js';

/** Characters gathered before a write: few system calls, and little memory beside the records themselves. */
const BATCH = 256 * 1024;

/**
 * Writes records as lines of canonical JSON, a batch at a time, into a file that appears whole or not at all.
 * Returns the number of records.
 */
export async function writeLines(path: string, records: Iterable<unknown>): Promise<number> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  let count = 0;
  try {
    let batch = '';
    for (const record of records) {
      batch += `${canonicalLine(record)}\n`;
      count += 1;
      if (batch.length < BATCH) continue;
      await file.writeFile(batch);
      batch = '';
    }
    await file.writeFile(batch);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await file.close();
  await rename(temporary, path);
  return count;
}

/**
 * Reads such a file back. `expected` is the number of records that were written: a file cut at the end of a line looks
 * whole, and objects missing from it would be taken for objects lost by the cluster. Lines that `known` has met before, in
 * this file or another, become the same record.
 */
export async function readLines<T>(
  path: string,
  schema: z.ZodType<T>,
  expected: number,
  known = new Interner<T>(),
): Promise<T[]> {
  const records: T[] = [];
  for await (const record of eachLine(path, schema, known)) records.push(record);
  if (records.length !== expected) {
    throw broken(path, `it holds ${records.length} records where ${expected} were written`);
  }
  return records;
}

/** The records of such a file one by one, for who must not hold all of them at once. */
export async function* eachLine<T>(path: string, schema: z.ZodType<T>, known = new Interner<T>()): AsyncGenerator<T> {
  let number = 0;
  for await (const line of lines(path)) {
    const place = `${path}:${(number += 1)}`;
    yield known.intern(digest(line), () => checked(parse(line, place), schema, place));
  }
}

/** The lines of a file, without their ends; the last one need not have one. */
async function* lines(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, { highWaterMark: BATCH });
  const parts = linesOf(stream as AsyncIterable<Buffer>);
  try {
    for (;;) {
      const next = await parts.next().catch((error: unknown) => {
        throw unreadable(path, error);
      });
      if (!next.done || next.value !== '') yield next.value;
      if (next.done) break;
    }
  } finally {
    stream.destroy();
  }
}
