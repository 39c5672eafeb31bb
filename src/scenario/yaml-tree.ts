import type { SourcePosition } from '../model/scenario.js';

/** A step into YAML data: a mapping's key or a list's index. */
export type PathSegment = string | number;

/** A YAML value that remembers where it was written. */
export interface YamlNode {
  /** Plain JSON data. */
  readonly value: unknown;
  /** Where the value starts; for a value left out, where its key does. */
  readonly at: SourcePosition;
  /** Where the key starts, when it is a mapping's entry. */
  readonly keyAt?: SourcePosition;
  readonly children: ReadonlyMap<PathSegment, YamlNode>;
}

/** The node at a path, or undefined where there is none. */
export function nodeAt(root: YamlNode, path: readonly PathSegment[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((node, segment) => node?.children.get(segment), root);
}

/** Where to point for a path: at its value, or, where that is missing, at the key (else the start) of what should hold it. */
export function positionAt(root: YamlNode, path: readonly PathSegment[]): SourcePosition {
  const node = nodeAt(root, path);
  if (node) return node.at;
  const holder = path.slice(0, -1);
  const parent = nodeAt(root, holder);
  return parent ? (parent.keyAt ?? parent.at) : positionAt(root, holder);
}

/** Where to point for a key: `positionAt` of its value when the key itself is missing. */
export function keyPositionAt(root: YamlNode, path: readonly PathSegment[]): SourcePosition {
  return nodeAt(root, path)?.keyAt ?? positionAt(root, path);
}

/** Segments of a path that are spelled out. */
const LONGEST = 20;

/** `spec.steps[2].apply[0]`; keys that are not plain words stand in quotes. */
export function formatPath(path: readonly PathSegment[]): string {
  if (path.length > LONGEST) return `${formatPath(path.slice(0, LONGEST))}...`;
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(segment)) return `${text}[${JSON.stringify(segment)}]`;
    return text === '' ? segment : `${text}.${segment}`;
  }, '');
}
