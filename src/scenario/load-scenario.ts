import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { ManifestFile, Scenario, SourcePosition } from '../model/scenario.js';
import {
  anyKindSchema,
  controlSchema,
  isRelativePath,
  regressionSchema,
  rehearsalSchema,
  type ScenarioDocument,
} from './document-schema.js';
import { problemsOf } from './issues.js';
import { readKindConfig } from './kind-config-file.js';
import { readManifest, type ManifestResult } from './manifests.js';
import { parseYaml } from './parse-yaml.js';
import { ScenarioError, quote, type InputProblem } from './problems.js';
import { readText } from './read-text.js';
import { readScenarioScalar } from './scalars.js';
import { toScenario } from './to-scenario.js';
import { formatPath, keyPositionAt, nodeAt, positionAt, type PathSegment, type YamlNode } from './yaml-tree.js';

const MAX_BYTES = 256 * 1024;

/**
 * Loads a scenario and the manifests it names. `path` is also how problems call the file. Throws {@link ScenarioError}
 * with all problems of all files at once; nothing else.
 */
export async function loadScenario(path: string): Promise<Scenario> {
  const root = await readScenarioTree(path);
  const checked = schemaFor(root).safeParse(root.value);
  const manifests = await readManifests(root, path);
  const kindConfig = await readKindConfig(root, path);
  const problems = [
    ...(checked.success ? [] : problemsOf(checked.error.issues, root)),
    ...repeatedIds(root),
    ...[...manifests.values()].flatMap((result) => result.problems),
    ...kindConfig.problems,
  ];
  if (!checked.success || problems.length > 0) throw new ScenarioError(inReadingOrder(problems, path));
  // any kind is tried only where the kind is wrong, and then it fails.
  const document = checked.data as ScenarioDocument;
  return toScenario(document, {
    manifest: (name) => manifestOf(manifests, name),
    kindConfig: kindConfig.file,
    positions: positionsOf(root),
  });
}

/** The file's one document as a tree. */
async function readScenarioTree(path: string): Promise<YamlNode> {
  const read = await readText(path, MAX_BYTES);
  if ('unreadable' in read) throw new ScenarioError([wholeFile(path, `a file that ${read.unreadable}`)]);
  if ('problem' in read) throw new ScenarioError([read.problem]);
  const { documents, problems } = parseYaml(read.text, path, readScenarioScalar);
  if (problems.length > 0) throw new ScenarioError(problems);
  const [root, second] = documents;
  if (!root) throw new ScenarioError([wholeFile(path, 'nothing')]);
  if (second) {
    throw new ScenarioError([{ ...second.at, field: '', found: 'a second document', expected: 'one scenario a file' }]);
  }
  return root;
}

function wholeFile(file: string, found: string): InputProblem {
  return { file, line: 1, column: 1, field: '', found, expected: 'a scenario: kind Rehearsal, Control or Regression' };
}

function schemaFor(root: YamlNode): z.ZodType {
  switch (root.children.get('kind')?.value) {
    case 'Rehearsal':
      return rehearsalSchema;
    case 'Control':
      return controlSchema;
    case 'Regression':
      return regressionSchema;
    default:
      return anyKindSchema;
  }
}

/** A manifest as a scenario names it. */
interface NamedManifest {
  readonly result: ManifestResult;
  readonly problems: readonly InputProblem[];
}

/** Reads every manifest that is named where one belongs, each file once, also when other parts of the scenario are wrong. */
async function readManifests(root: YamlNode, path: string): Promise<Map<string, NamedManifest>> {
  const places = manifestPlaces(root);
  const names = [...new Set(places.map(({ name }) => name))];
  const named = names.map(async (name): Promise<[string, NamedManifest]> => {
    const result = await readManifest(name, join(dirname(path), name));
    const found = `${quote(name)}, which ${result.unreadable}`;
    const unreadable = places
      .filter((place) => place.name === name && result.unreadable !== undefined)
      .map(({ at, field }) => ({ ...at, field, found, expected: 'a YAML file' }));
    return [name, { result, problems: [...result.problems, ...unreadable] }];
  });
  return new Map(await Promise.all(named));
}

/** Where manifests are named by a usable path. */
function manifestPlaces(root: YamlNode): { name: string; at: SourcePosition; field: string }[] {
  const steps = [...(nodeAt(root, ['spec', 'steps'])?.children.keys() ?? [])];
  const lists: PathSegment[][] = [['spec', 'manifests'], ...steps.map((step) => ['spec', 'steps', step, 'apply'])];
  return lists.flatMap((list) =>
    [...(nodeAt(root, list)?.children ?? [])].flatMap(([index, { value, at }]) =>
      isRelativePath(value) ? [{ name: value, at, field: formatPath([...list, index]) }] : [],
    ),
  );
}

function manifestOf(manifests: ReadonlyMap<string, NamedManifest>, name: string): ManifestFile {
  return manifests.get(name)?.result.manifest ?? { path: name, documents: [] };
}

/** Ids of ledger entries that an earlier entry of the file has already. */
function repeatedIds(root: YamlNode): InputProblem[] {
  const seen = new Map<unknown, SourcePosition>();
  return [...(nodeAt(root, ['spec', 'expected'])?.children ?? [])].flatMap(([index, entry]) => {
    const id = entry.children.get('id');
    if (typeof id?.value !== 'string') return [];
    const first = seen.get(id.value);
    seen.set(id.value, first ?? id.at);
    if (!first) return [];
    const field = formatPath(['spec', 'expected', index, 'id']);
    return [{ ...id.at, field, found: `the id of line ${first.line} again`, expected: 'an id of its own' }];
  });
}

/** Where the fields stand that planning can refuse. */
function positionsOf(root: YamlNode): Record<string, SourcePosition> {
  const steps = [...(nodeAt(root, ['spec', 'steps'])?.children ?? [])];
  const paths: PathSegment[][] = [
    ['spec', 'from'],
    ['spec', 'to'],
    ['spec', 'minCompatibility'],
    ['sabotage', 'step'],
    ...steps.flatMap(([index, step]): PathSegment[][] => [
      ['spec', 'steps', index],
      ...(step.children.has('stopAt') ? [['spec', 'steps', index, 'stopAt']] : []),
      ...[...(step.children.get('faults')?.children.keys() ?? [])].map((fault): PathSegment[] => [
        'spec',
        'steps',
        index,
        'faults',
        fault,
      ]),
    ]),
  ];
  return Object.fromEntries(paths.map((path) => [formatPath(path), stepPosition(root, path)]));
}

/** A list's entry starts at its value, everything else at its key. */
function stepPosition(root: YamlNode, path: readonly PathSegment[]): SourcePosition {
  return typeof path.at(-1) === 'number' ? positionAt(root, path) : keyPositionAt(root, path);
}

function inReadingOrder(problems: readonly InputProblem[], scenario: string): InputProblem[] {
  return [...problems].sort(
    (a, b) =>
      Number(a.file !== scenario) - Number(b.file !== scenario) ||
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.line - b.line ||
      a.column - b.column,
  );
}
