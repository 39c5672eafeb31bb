import { Composer, LineCounter, Parser, type CST, type Document } from 'yaml';
import { messageOf } from '../support/errors.js';
import type { SourcePosition } from '../model/scenario.js';
import { buildTree, type ScalarReader } from './build-tree.js';
import type { InputProblem } from './problems.js';
import type { YamlNode } from './yaml-tree.js';

/** Deepest nesting of collections. A Kubernetes object stays below 60, a scenario below 10. */
const MAX_DEPTH = 100;
/** Aliases in a file. Together with the limit on nodes they keep a file small from becoming large data. */
const MAX_ALIASES = 100;
/** Documents in a file. */
const MAX_DOCUMENTS = 2_000;

/** What a file's text holds: its documents, unless anything about the text as YAML is wrong. */
export interface ParsedYaml {
  readonly documents: readonly YamlNode[];
  readonly problems: readonly InputProblem[];
}

/**
 * Reads YAML 1.2 text into trees with positions. Empty documents are left out. Refused, each with its position: text that
 * is not YAML, duplicate and unusable keys, unknown tags, numbers JSON cannot hold, and whatever goes beyond the limits
 * on depth, aliases, documents and nodes. Never throws.
 */
export function parseYaml(text: string, file: string, readScalar: ScalarReader): ParsedYaml {
  const lines = new LineCounter();
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refuse = (offset: number, found: string, expected: string): ParsedYaml => ({
    documents: [],
    problems: [{ ...at(offset), field: '', found, expected }],
  });
  try {
    const tokens = [...new Parser(lines.addNewLine).parse(text)];
    const excess = beyondLimits(tokens);
    if (excess) return refuse(excess.offset, excess.found, excess.expected);
    const composer = new Composer({ uniqueKeys: false, prettyErrors: false, strict: true });
    const documents = [...composer.compose(tokens, true, text.length)];
    const broken = documents.flatMap((document) => syntaxProblems(document, at));
    if (broken.length > 0) return { documents: [], problems: broken };
    const problems: InputProblem[] = [];
    const trees = documents
      .filter(({ contents }) => contents !== null && !isEmpty(contents))
      .map((document) => buildTree(document, at, readScalar, problems));
    return { documents: trees, problems };
  } catch (error) {
    return refuse(0, `text the YAML reader gave up on (${messageOf(error)})`, 'valid YAML');
  }
}

/** A scalar that was never written, as in a file of comments; `~` or `null` is written. */
function isEmpty(contents: NonNullable<Document['contents']>): boolean {
  return 'source' in contents && contents.source === '' && 'type' in contents && contents.type === 'PLAIN';
}

function syntaxProblems(document: Document, at: (offset: number) => SourcePosition): InputProblem[] {
  return [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    field: '',
    found: lowerFirst(error.message),
    expected: 'valid YAML',
  }));
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/**
 * The first place where a file goes beyond a limit. It works on the parser's tokens without recursion, because composing
 * is recursive and a file of a million `[` would take the whole process down.
 */
function beyondLimits(tokens: readonly CST.Token[]): { offset: number; found: string; expected: string } | undefined {
  let documents = 0;
  let aliases = 0;
  const open: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 1 })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    const offset = 'offset' in token ? token.offset : 0;
    if (depth > MAX_DEPTH) {
      return { offset, found: `more than ${MAX_DEPTH} levels of nesting`, expected: `at most ${MAX_DEPTH}` };
    }
    if (token.type === 'alias' && ++aliases > MAX_ALIASES) {
      return { offset, found: `more than ${MAX_ALIASES} aliases`, expected: `at most ${MAX_ALIASES}` };
    }
    if (token.type === 'document') {
      if (++documents > MAX_DOCUMENTS) {
        return { offset, found: `more than ${MAX_DOCUMENTS} documents`, expected: `at most ${MAX_DOCUMENTS}` };
      }
      if (token.value) open.push({ token: token.value, depth });
    } else if ('items' in token) {
      for (const { key, value } of [...token.items].reverse()) {
        if (value) open.push({ token: value, depth: depth + 1 });
        if (key) open.push({ token: key, depth: depth + 1 });
      }
    }
  }
  return undefined;
}
