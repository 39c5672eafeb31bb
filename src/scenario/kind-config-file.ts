import { dirname, join } from 'node:path';
import type { KindConfigFile } from '../model/scenario.js';
import { parseYaml } from './parse-yaml.js';
import { quote, type InputProblem } from './problems.js';
import { readText } from './read-text.js';
import { readManifestScalar } from './scalars.js';
import { nodeAt, type YamlNode } from './yaml-tree.js';

const FIELD = ['spec', 'kindCluster', 'config'];
const MAX_BYTES = 256 * 1024;

/** The file of kind's that a scenario names, or what is wrong with it; neither where it names none. */
export interface KindConfigResult {
  readonly file?: KindConfigFile;
  readonly problems: readonly InputProblem[];
}

/** Reads the configuration of kind that a scenario names. Whether a rehearsal can use it is the provider's question. */
export async function readKindConfig(root: YamlNode, scenario: string): Promise<KindConfigResult> {
  const named = nodeAt(root, FIELD);
  if (typeof named?.value !== 'string') return { problems: [] };
  const name = named.value;
  const path = join(dirname(scenario), name);
  const problem = (found: string, expected: string): KindConfigResult => ({
    problems: [{ ...named.at, field: FIELD.join('.'), found: `${quote(name)}, which ${found}`, expected }],
  });
  const read = await readText(path, MAX_BYTES);
  if ('unreadable' in read) return problem(read.unreadable, 'a YAML file');
  if ('problem' in read) return { problems: [read.problem] };
  const { documents, problems } = parseYaml(read.text, path, readManifestScalar);
  if (problems.length > 0) return { problems };
  const document = documents[0]?.value;
  if (documents.length !== 1 || typeof document !== 'object' || document === null || Array.isArray(document)) {
    return problem(`holds ${documents.length} documents`, "one Cluster of kind's configuration");
  }
  return { file: { path: name, document: document as KindConfigFile['document'] }, problems: [] };
}
