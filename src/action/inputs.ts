import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseShard } from '../cli/shard.js';
import { BadInputError, messageOf } from '../support/errors.js';

/** Two releases to rehearse between; null where the scenarios say it themselves. */
export type Pair = { readonly from: string; readonly to: string } | null;

/** What action.yml hands over. */
export interface Inputs {
  /** Paths of scenario files. */
  readonly scenarios: readonly string[];
  /** Never empty. */
  readonly pairs: readonly Pair[];
  readonly providers: readonly string[];
  readonly seed: string;
  /** Values of `--binaries`. */
  readonly binaries: readonly string[];
  /** `i/n`, or empty. */
  readonly shard: string;
  /** The folder that the runs are written to. */
  readonly out: string;
}

/**
 * Reads the inputs from the environment, where action.yml puts them as `INPUT_...`. A scenario's path is looked for in the workspace, then
 * in the action's own files; a folder stands for its `.yaml` files. Throws BadInputError.
 */
export async function readInputs(env: NodeJS.ProcessEnv, actionFolder: string): Promise<Inputs> {
  const scenarios: string[] = [];
  for (const path of words(env['INPUT_SCENARIOS'])) {
    scenarios.push(...(await scenarioFiles(path, [env['GITHUB_WORKSPACE'] ?? '.', actionFolder])));
  }
  if (scenarios.length === 0) throw badInput('scenarios', 'names no scenario', 'give paths of scenario files');
  const pairs = words(env['INPUT_PAIRS']).map(parsePair);
  const shard = (env['INPUT_SHARD'] ?? '').trim();
  if (shard !== '') requireShard(shard);
  return {
    scenarios,
    pairs: pairs.length === 0 ? [null] : pairs,
    providers: words(env['INPUT_PROVIDERS'] ?? 'local'),
    seed: (env['INPUT_SEED'] ?? '1').trim(),
    binaries: words(env['INPUT_BINARIES']),
    shard,
    out: resolve(env['GITHUB_WORKSPACE'] ?? '.', (env['INPUT_OUT'] ?? '').trim() || 'kube-rehearse-results'),
  };
}

/** The folder of one pair's runs on one provider, such as `1.36-to-1.37-local`. */
export function folderName(pair: Pair, provider: string): string {
  const name = pair ? `${pair.from}-to-${pair.to}-${provider}` : `as-written-${provider}`;
  return name.replace(/[^\w.-]/g, '_');
}

/** `1.36..1.37`: from, to. */
function parsePair(text: string): Pair {
  const [, from, to] = /^([^.].*?)\.\.([^.].*)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return { from, to };
  throw badInput('pairs', `has ${JSON.stringify(text)}`, 'write a pair as FROM..TO, such as 1.36..1.37 or n-1..stable');
}

function requireShard(text: string): void {
  try {
    parseShard(text);
  } catch (error) {
    throw badInput('shard', `is ${JSON.stringify(text)}`, messageOf(error));
  }
}

async function scenarioFiles(path: string, folders: readonly string[]): Promise<string[]> {
  for (const folder of folders) {
    const found = resolve(folder, path);
    const stats = await stat(found).catch(() => undefined);
    if (!stats) continue;
    if (!stats.isDirectory()) return [found];
    const names = (await readdir(found)).filter((name) => /\.ya?ml$/.test(name)).sort();
    if (names.length > 0) return names.map((name) => join(found, name));
  }
  const where = 'neither in the workspace nor among the scenarios of kube-rehearse';
  throw badInput(
    'scenarios',
    `names ${path}, which is ${where}`,
    'check the path, and that the workspace is checked out',
  );
}

/** Separated by white space, a line each or several in one. */
function words(text = ''): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function badInput(input: string, what: string, remedy: string): BadInputError {
  return new BadInputError({ code: 'action-input', message: `the input ${input} ${what}`, remedy });
}
