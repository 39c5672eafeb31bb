import { BadInputError } from '../support/errors.js';
import type { SourcePosition } from '../model/scenario.js';

/** One thing wrong with an input file: where, what stands there, what should, and what was probably meant. */
export interface InputProblem extends SourcePosition {
  /** The field's path, e.g. `spec.steps[2].rollback`; empty for the file as a whole. */
  readonly field: string;
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string;
}

/** How many problems the message spells out; `problems` has them all. */
const SPELLED_OUT = 50;

/** A scenario, or a manifest it names, cannot be used. Carries every problem, in the order of the files. */
export class ScenarioError extends BadInputError {
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    const lines = problems.slice(0, SPELLED_OUT).map(formatProblem);
    if (problems.length > SPELLED_OUT) lines.push(`and ${problems.length - SPELLED_OUT} more`);
    super({
      code: 'bad-scenario',
      message: lines.join('\n'),
      remedy: 'correct the places named above; docs/scenarios.md describes every field',
    });
    this.name = 'ScenarioError';
    this.problems = problems;
  }
}

/** `file:line:column: field: found X, expected Y; did you mean "Z"?` */
export function formatProblem(problem: InputProblem): string {
  const field = problem.field === '' ? '' : `${problem.field}: `;
  const suggestion = problem.suggestion === undefined ? '' : `; did you mean ${quote(problem.suggestion)}?`;
  return (
    `${problem.file}:${problem.line}:${problem.column}: ${field}` +
    `found ${problem.found}, expected ${problem.expected}${suggestion}`
  );
}

/** A text in quotes, control characters escaped, cut short when long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
