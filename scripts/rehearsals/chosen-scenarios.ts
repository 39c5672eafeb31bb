import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A scenario file, named after it. */
export interface ChosenScenario {
  readonly name: string;
  readonly path: string;
}

/**
 * The scenarios of a folder in the order of their names: those that are wanted, all when none is. Throws for one that is not there;
 * `what` is what a scenario of this folder is called.
 */
export async function chosenScenarios(
  folder: string,
  what: string,
  wanted: readonly string[],
): Promise<ChosenScenario[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const names = files.map((file) => basename(file, '.yaml'));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no such ${what}: ${unknown.join(', ')}; there are ${names.join(', ')}`);
  return names
    .filter((name) => wanted.length === 0 || wanted.includes(name))
    .map((name) => ({ name, path: join(folder, `${name}.yaml`) }));
}
