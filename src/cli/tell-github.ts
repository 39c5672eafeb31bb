import { appendFile, readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Verdict } from '../model/verdict.js';
import { renderAnnotations, stepSummary, type RunDirectory } from '../reporters/index.js';

/**
 * In a step of a GitHub workflow: annotations on stderr, where the runner looks for them too, and summary.md in the step's summary.
 * Elsewhere nothing.
 */
export async function tellGithub(directory: RunDirectory, verdict: Verdict, scenarioPath: string): Promise<void> {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  if (GITHUB_ACTIONS !== 'true') return;
  process.stderr.write(renderAnnotations(verdict, relative(process.cwd(), scenarioPath)));
  if (!GITHUB_STEP_SUMMARY) return;
  await appendFile(GITHUB_STEP_SUMMARY, `${stepSummary(await readFile(directory.at('summary.md'), 'utf8'))}\n`);
}
