import type { z } from 'zod';
import { quote, type InputProblem } from './problems.js';
import { suggest } from './suggest.js';
import { formatPath, keyPositionAt, nodeAt, positionAt, type PathSegment, type YamlNode } from './yaml-tree.js';

type Issue = z.core.$ZodIssue;

/** What zod found wrong with a tree's data, as problems with positions. `base` is the path of the data within the tree. */
export function problemsOf(
  issues: readonly Issue[],
  root: YamlNode,
  base: readonly PathSegment[] = [],
): InputProblem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, root, [...base, ...(issue.path as PathSegment[])]));
}

function problemsOfIssue(issue: Issue, root: YamlNode, path: readonly PathSegment[]): InputProblem[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const taken = issue.message.split(', ');
        return keyProblem(root, [...path, key], `one of ${issue.message}`, suggest(key, taken));
      });
    case 'invalid_key': {
      return issue.issues.map(({ message }) => keyProblem(root, path, message, undefined));
    }
    case 'invalid_type':
      return [valueProblem(root, path, EXPECTED_TYPES[issue.expected] ?? issue.message)];
    case 'invalid_value':
      return [choiceProblem(root, path, issue.values.map(String))];
    case 'invalid_union': {
      if (issue.discriminator !== undefined && 'options' in issue && Array.isArray(issue.options)) {
        return [choiceProblem(root, path, issue.options.map(String))];
      }
      const branch = issue.errors.find((errors) => !errors.some(isOfWholeValue));
      if (branch) return problemsOf(branch, root, path);
      const choices = issue.errors.flat().find((error) => error.code === 'invalid_value');
      const value = nodeAt(root, path)?.value;
      if (choices && typeof value === 'string') return [choiceProblem(root, path, choices.values.map(String))];
      return [valueProblem(root, path, issue.message)];
    }
    default:
      return [valueProblem(root, path, issue.message)];
  }
}

const EXPECTED_TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** An issue that says the value is of another shape altogether, so that this branch of a union was not meant. */
function isOfWholeValue(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function choiceProblem(root: YamlNode, path: readonly PathSegment[], choices: readonly string[]): InputProblem {
  const value = nodeAt(root, path)?.value;
  const expected = choices.length === 1 ? quote(choices[0] ?? '') : `one of ${choices.join(', ')}`;
  return valueProblem(root, path, expected, typeof value === 'string' ? suggest(value, choices) : undefined);
}

function valueProblem(
  root: YamlNode,
  path: readonly PathSegment[],
  expected: string,
  suggestion?: string,
): InputProblem {
  return {
    ...positionAt(root, path),
    field: formatPath(path),
    found: describe(nodeAt(root, path)),
    expected,
    ...(suggestion !== undefined && { suggestion }),
  };
}

function keyProblem(
  root: YamlNode,
  path: readonly PathSegment[],
  expected: string,
  suggestion: string | undefined,
): InputProblem {
  return {
    ...keyPositionAt(root, path),
    field: formatPath(path.slice(0, -1)),
    found: `the key ${quote(String(path.at(-1)))}`,
    expected,
    ...(suggestion !== undefined && { suggestion }),
  };
}

/** A value in the words of a problem. */
function describe(node: YamlNode | undefined): string {
  const value = node?.value;
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
    case 'boolean':
      return `the ${typeof value} ${value}`;
    default:
      return 'a mapping';
  }
}
