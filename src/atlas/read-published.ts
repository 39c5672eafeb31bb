import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../support/errors.js';
import type { Published } from './claims.js';
import { DISCOVERY, FEATURE_LIST, FEATURES_GO, readDiscoveryFiles, readFeatureList, readKeps } from './published.js';

/** Reads a release's published lists from its sources. What cannot be read, or has another form, is said, not guessed. */
export async function readPublished(directory: string, origin: string): Promise<Published> {
  try {
    const folder = join(directory, DISCOVERY);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const documents = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return {
      source: origin,
      gates: readFeatureList(await readFile(join(directory, FEATURE_LIST), 'utf8')),
      ...readDiscoveryFiles(documents),
      keps: readKeps(await readFile(join(directory, FEATURES_GO), 'utf8')),
    };
  } catch (error) {
    return { unavailable: `the published lists of ${origin} cannot be read: ${messageOf(error)}` };
  }
}
