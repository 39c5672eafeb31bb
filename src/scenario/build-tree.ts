import { isAlias, isMap, isScalar, isSeq, type Alias, type Document, type Node, type Scalar } from 'yaml';
import type { SourcePosition } from '../model/scenario.js';
import { quote, type InputProblem } from './problems.js';
import { formatPath, type PathSegment, type YamlNode } from './yaml-tree.js';

/** Nodes of one document with all aliases followed; a bomb of aliases reaches this long before memory ends. */
const MAX_NODES = 300_000;
/** Nesting with all aliases followed. It bounds the recursion here. */
const MAX_DEPTH = 200;
/** Turns a scalar into JSON data, knowing its path: the text a user typed matters more than YAML's reading in some places. */
export type ScalarReader = (scalar: Scalar, path: readonly PathSegment[]) => unknown;

interface Build {
  readonly document: Document;
  readonly at: (offset: number) => SourcePosition;
  readonly readScalar: ScalarReader;
  readonly problems: InputProblem[];
  nodes: number;
  /** Finding an anchor looks through the whole document, so each alias does it once. */
  readonly targets: Map<Alias, Node | undefined>;
  /** What the aliases that are being followed stand for. */
  readonly open: Set<Node>;
}

/** Follows a composed document into a tree of plain data with positions; problems are added to `problems`. */
export function buildTree(
  document: Document,
  at: (offset: number) => SourcePosition,
  readScalar: ScalarReader,
  problems: InputProblem[],
): YamlNode {
  const build: Build = { document, at, readScalar, problems, nodes: 0, targets: new Map(), open: new Set() };
  return follow(build, document.contents, [], at(document.contents?.range?.[0] ?? 0));
}

/** `fallback` is where a value left out would be; `pinned` is the alias that led here, whose place counts instead. */
function follow(
  build: Build,
  node: Node | null,
  path: readonly PathSegment[],
  fallback: SourcePosition,
  pinned?: SourcePosition,
): YamlNode {
  const at = pinned ?? (node?.range && !isLeftOut(node) ? build.at(node.range[0]) : fallback);
  const leaf = (value: unknown): YamlNode => ({ value, at, children: new Map() });
  const refuse = (found: string, expected: string): YamlNode => {
    build.problems.push({ ...at, field: formatPath(path), found, expected });
    return leaf(null);
  };
  if (++build.nodes > MAX_NODES || path.length > MAX_DEPTH) {
    if (build.nodes === Infinity) return leaf(null);
    build.nodes = Infinity; // said once; everything that follows is cut off
    return refuse(
      'more data than a file may hold once its aliases are followed',
      `at most ${MAX_NODES} values, ${MAX_DEPTH} levels deep`,
    );
  }
  if (node === null) return leaf(null);
  if (isAlias(node)) {
    const target = build.targets.get(node) ?? node.resolve(build.document);
    build.targets.set(node, target);
    if (!target) return refuse(`the alias *${node.source}`, 'an anchor of that name above it');
    if (build.open.has(target)) return refuse(`the alias *${node.source} within what it stands for`, 'data that ends');
    build.open.add(target);
    const followed = follow(build, target, path, at, at);
    build.open.delete(target);
    return followed;
  }
  if (isScalar(node)) {
    const value = build.readScalar(node, path);
    if (typeof value === 'bigint' || (typeof value === 'number' && !isJsonNumber(value))) {
      return refuse(`the number ${node.source ?? String(node.value)}`, 'a number that JSON can hold exactly');
    }
    if (value !== null && typeof value === 'object') return refuse('a tagged value', 'plain data');
    return leaf(value);
  }
  if (isSeq(node)) {
    const children = node.items.map((item, index) => follow(build, item as Node | null, [...path, index], at, pinned));
    return { value: children.map(({ value }) => value), at, children: new Map(children.entries()) };
  }
  if (isMap(node)) {
    const children = new Map<PathSegment, YamlNode>();
    for (const { key, value } of node.items) {
      const keyAt = pinned ?? build.at((key as Node | null)?.range?.[0] ?? node.range?.[0] ?? 0);
      const name = keyName(key);
      const bad = (found: string, expected: string): void => {
        build.problems.push({ ...keyAt, field: formatPath(path), found, expected });
      };
      if (name === undefined) {
        bad('a key that is not a word', 'keys that are plain text');
        continue;
      }
      if (name === '__proto__') {
        bad(`the key ${quote(name)}`, 'another name');
        continue;
      }
      if (name === '<<') {
        bad('a merge key', 'the keys themselves');
        continue;
      }
      const earlier = children.get(name)?.keyAt;
      if (earlier) {
        bad(`the key ${quote(name)} again`, `each key once (first in line ${earlier.line})`);
        continue;
      }
      children.set(name, { ...follow(build, value as Node | null, [...path, name], keyAt, pinned), keyAt });
    }
    const value = Object.fromEntries([...children].map(([name, child]) => [name, child.value]));
    return { value, at, children };
  }
  return refuse('something YAML has and JSON lacks', 'plain data');
}

/** True for the empty scalar that stands for a value nobody wrote. */
function isLeftOut(node: Node): boolean {
  return isScalar(node) && node.range?.[0] === node.range?.[1];
}

function isJsonNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** A key as text: what was typed, also where YAML would read a number or a boolean. */
function keyName(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.source === undefined || key.source === '' ? undefined : key.source;
}
