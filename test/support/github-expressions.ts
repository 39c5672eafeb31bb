import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** The contexts of an expression, such as `{ inputs: { seed: '1' } }`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the job stands so far, for `always()` and its likes. */
export type JobStatus = 'success' | 'failure' | 'cancelled';

/** The text with every expression in it evaluated, by GitHub's own evaluator. */
export function fillIn(text: string, contexts: Contexts, status: JobStatus = 'success'): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, status).coerceString(),
  );
}

/** Whether a step with this condition runs; one that names no status is left out once something has failed. */
export function holds(condition: string | undefined, contexts: Contexts, status: JobStatus): boolean {
  const expression = (condition ?? '').replace(/^\$\{\{(.*)\}\}$/s, '$1').trim();
  const named = /\b(always|cancelled|failure|success)\(\)/.test(expression);
  if (!named && status !== 'success') return false;
  if (expression === '') return true;
  const value = evaluate(expression, contexts, status);
  return value.primitive && !['', 'false', '0'].includes(value.coerceString());
}

function evaluate(expression: string, contexts: Contexts, status: JobStatus): data.ExpressionData {
  const truths: Readonly<Record<string, boolean>> = {
    always: true,
    success: status === 'success',
    failure: status === 'failure',
    cancelled: status === 'cancelled',
  };
  const functions = Object.entries(truths).map(([name, truth]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(truth),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const context = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(parsed, context, new Map(functions.map((each) => [each.name, each]))).evaluate();
}
