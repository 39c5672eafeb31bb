import type { Plan } from '../model/plan.js';
import type { Verdict } from '../model/verdict.js';
import { canColor, renderVerdict } from '../reporters/index.js';

/** Prints the ending of a run on stdout, as wide as the terminal and in colour only on one that wants it. */
export function printVerdict(plan: Plan, verdict: Verdict, directory: string): void {
  const { stdout, env } = process;
  const color = canColor(stdout, env);
  const text = renderVerdict(plan, verdict, { color, directory, ...(stdout.isTTY ? { width: stdout.columns } : {}) });
  stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
