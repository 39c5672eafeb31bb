import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { EndState } from '../../explore/end-state.js';
import { CASE_REASONS, type CaseResult } from '../../model/exploration.js';
import { writeFileAtomically } from '../../support/atomic-file.js';
import { canonicalJson } from '../../support/canonical-json.js';
import { BadInputError, messageOf } from '../../support/errors.js';
import { NdjsonFile, readNdjson } from '../../support/ndjson.js';

/** What makes two explorations the same one: equal frames have equal cases, and their results can be put together. */
export interface ExplorationFrame {
  readonly schemaVersion: 1;
  readonly harnessVersion: string;
  readonly scenario: string;
  /** sha256 of the plan, hex: releases, flags, stops. */
  readonly plan: string;
  readonly seed: number;
  readonly faults: readonly string[];
  readonly share: number;
}

const resultSchema: z.ZodType<CaseResult> = z.looseObject({
  id: z.string(),
  key: z.string(),
  because: z.enum(CASE_REASONS),
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  findings: z.array(z.string()),
  endState: z.string(),
  seconds: z.number(),
});
const FRAME = 'exploration.json';
const RESULTS = 'results.ndjson';

/** The files of one exploration. docs/exploring.md says what each holds. */
export class ExplorationDirectory {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens the directory of an exploration, or makes it. Throws BadInputError when it holds something else, or an exploration of something
   * else: results of two are never mixed.
   */
  static async open(path: string, frame: ExplorationFrame): Promise<ExplorationDirectory> {
    const directory = new ExplorationDirectory(resolve(path));
    const entries = await readdir(directory.path).catch(() => []);
    if (entries.length === 0) {
      await mkdir(directory.path, { recursive: true, mode: 0o700 });
      await writeFileAtomically(directory.at(FRAME), canonicalJson(frame));
      return directory;
    }
    const known = await readValue<unknown>(directory.at(FRAME));
    if (known !== undefined && canonicalJson(known) === canonicalJson(frame)) return directory;
    throw new BadInputError({
      code: 'out-not-empty',
      message: `${directory.path} holds ${known === undefined ? 'something else' : 'an exploration of another plan, or with other options'}`,
      remedy: 'give another directory with --out, or the same scenario and options as then to go on with it',
    });
  }

  at(...parts: readonly string[]): string {
    return join(this.path, ...parts);
  }

  /** The results so far. Throws BadInputError for a file that is broken. */
  async results(): Promise<CaseResult[]> {
    const path = this.at(RESULTS);
    const records = await readNdjson<unknown>(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw broken(path, messageOf(error));
    });
    return records.map((record, at) => {
      const result = resultSchema.safeParse(record);
      if (!result.success) throw broken(path, `record ${at + 1} is no result`);
      return record as CaseResult;
    });
  }

  /** Adds a result; it is on disk when this returns. */
  async add(result: CaseResult, state: EndState): Promise<void> {
    await mkdir(this.at('end-states'), { recursive: true, mode: 0o700 });
    await writeFileAtomically(this.at('end-states', `${result.endState}.json`), canonicalJson(state));
    const file = new NdjsonFile(this.at(RESULTS));
    file.append(result);
    file.close();
  }

  /** The state that a digest stands for. */
  endState(digest: string): Promise<EndState | undefined> {
    return readValue<EndState>(this.at('end-states', `${digest}.json`));
  }

  async writeText(name: string, text: string): Promise<void> {
    await writeFile(this.at(name), text, { mode: 0o600 });
  }
}

/** A JSON file's value; undefined when it is not there or broken. */
async function readValue<T>(path: string): Promise<T | undefined> {
  return readFile(path, 'utf8')
    .then((text) => JSON.parse(text) as T)
    .catch(() => undefined);
}

function broken(path: string, reason: string): BadInputError {
  return new BadInputError({
    code: 'exploration-broken',
    message: `${path} is broken: ${reason}`,
    remedy: 'explore again into another directory',
  });
}
