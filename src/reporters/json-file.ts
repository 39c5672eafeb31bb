import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { writeFileAtomically } from '../support/atomic-file.js';
import { canonicalJson } from '../support/canonical-json.js';
import { BadInputError, messageOf } from '../support/errors.js';

/** Writes a value as canonical JSON, whole or not at all. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileAtomically(path, canonicalJson(value));
}

/** Reads a JSON file and checks its shape. A missing or broken file is a BadInputError that names it. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return checked(parse(await readText(path), path), schema, path);
}

/** Reads a text file; one that is not there or cannot be read is a BadInputError that names it. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Parses one JSON text; `place` names it in the error. */
export function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(place, messageOf(error), error);
  }
}

/**
 * The value itself, not a copy, when its shape is right: what the schema does not know stays in it, so that writing and
 * reading a value gives the same value.
 */
export function checked<T>(value: unknown, schema: z.ZodType<T>, place: string): T {
  const result = schema.safeParse(value);
  if (result.success) return value as T;
  const [issue] = result.error.issues;
  const at = issue && issue.path.length > 0 ? ` at ${issue.path.map(String).join('.')}` : '';
  throw broken(place, `${issue?.message ?? 'wrong shape'}${at}`, result.error);
}

/** A file of a run's directory that holds something else than it should. */
export function broken(place: string, reason: string, cause?: unknown): BadInputError {
  return new BadInputError({
    code: 'run-directory-broken',
    message: `${place} is broken: ${reason}`,
    remedy: 'run the scenario again, or give the directory of an undamaged run',
    cause,
  });
}

/** A file of a run's directory that is missing or cannot be read. */
export function unreadable(place: string, error: unknown): BadInputError {
  const missing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  return new BadInputError({
    code: missing ? 'run-directory-incomplete' : 'run-directory-unreadable',
    message: missing ? `${place} is missing` : `${place} cannot be read: ${messageOf(error)}`,
    remedy: missing
      ? "give the directory of a run that got this far; reports/README.md says what a run's directory holds"
      : 'make the file readable for this user',
    cause: error,
  });
}
