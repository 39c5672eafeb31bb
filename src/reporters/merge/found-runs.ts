import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { Plan } from '../../model/plan.js';
import type { Verdict } from '../../model/verdict.js';
import { BadInputError } from '../../support/errors.js';
import { readJson } from '../json-file.js';
import { RunDirectory } from '../run-directory.js';

/** Written beside the runs of one shard. */
export const SHARD_FILE = 'shard.json';

/** How deep below a given folder a run may lie: shards of pairs of providers, in the folder of an artifact. */
const DEPTH = 5;

/** What one shard was to do. */
export interface ShardInfo {
  readonly schemaVersion: 1;
  readonly index: number;
  readonly of: number;
  /** The same for all shards of one command line. */
  readonly group: string;
  /** Folders of this shard's runs, beside this file. */
  readonly runs: readonly string[];
}

/** One run that was found. */
export interface FoundRun {
  readonly directory: RunDirectory;
  /** Its path below the common folder. */
  readonly name: string;
  readonly plan: Plan;
  readonly verdict: Verdict;
}

/** The runs below some folders, and what should be there and is not, as sentences. */
export interface FoundRuns {
  readonly runs: readonly FoundRun[];
  readonly missing: readonly string[];
}

const shardSchema: z.ZodType<ShardInfo> = z.looseObject({
  schemaVersion: z.literal(1),
  index: z.int().positive(),
  of: z.int().positive(),
  group: z.string(),
  runs: z.array(z.string()),
});

/** Finds judged runs in and below folders. Throws BadInputError where there is no run at all. */
export async function findRuns(folders: readonly string[]): Promise<FoundRuns> {
  const paths = new Set<string>();
  const shards: { folder: string; info: ShardInfo }[] = [];
  for (const folder of folders) {
    for (const file of await filesNamed(resolve(folder), ['run.json', SHARD_FILE])) {
      if (basename(file) === 'run.json') paths.add(dirname(file));
      else shards.push({ folder: dirname(file), info: await readJson(file, shardSchema) });
    }
  }
  if (paths.size + shards.length === 0) throw nothingFound(folders);
  const base = commonFolder([...paths]);
  const runs: FoundRun[] = [];
  const missing: string[] = [];
  for (const path of [...paths].sort()) {
    const name = relative(base, path) || basename(path);
    try {
      const directory = await RunDirectory.open(path);
      runs.push({ directory, name, plan: await directory.readPlan(), verdict: await directory.readVerdict() });
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      missing.push(`${name} was not judged: ${error.message}`);
    }
  }
  for (const { folder, info } of shards) {
    for (const run of info.runs) {
      if (!paths.has(join(folder, run))) missing.push(`shard ${info.index}/${info.of}: ${run} left no run`);
    }
  }
  return { runs, missing: [...missing, ...missingShards(shards.map(({ info }) => info))] };
}

/** Shards that left nothing at all. */
function missingShards(infos: readonly ShardInfo[]): string[] {
  return [...new Set(infos.map(({ group }) => group))].flatMap((group) => {
    const own = infos.filter((info) => info.group === group);
    const of = Math.max(...own.map((info) => info.of));
    const seen = new Set(own.map(({ index }) => index));
    const absent = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !seen.has(index));
    return absent.map((index) => `shard ${index}/${of} left nothing (${group})`);
  });
}

async function filesNamed(folder: string, names: readonly string[], depth = DEPTH): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries
    .filter((entry) => entry.isFile() && names.includes(entry.name))
    .map(({ name }) => join(folder, name));
  // nothing of interest lies below a run
  if (depth === 0 || found.some((file) => basename(file) === 'run.json')) return found;
  const below = [];
  for (const entry of entries) {
    if (entry.isDirectory()) below.push(...(await filesNamed(join(folder, entry.name), names, depth - 1)));
  }
  return [...found, ...below];
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => dirname(path).split(sep));
  const differs = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return first.slice(0, differs < 0 ? first.length : differs).join(sep) || sep;
}

function nothingFound(folders: readonly string[]): BadInputError {
  return new BadInputError({
    code: 'no-runs',
    message: `there is no run in or below ${folders.join(', ')}`,
    remedy: "give runs' directories, or folders that hold them",
  });
}
