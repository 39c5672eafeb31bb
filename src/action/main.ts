import { appendFile, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../cli/main.js';
import { printError } from '../cli/print-error.js';
import { stepSummary } from '../reporters/index.js';
import { BadInputError, EXIT } from '../support/errors.js';
import { cacheKey, cachePath, cachePrefix } from './cache-key.js';
import { commentOnPullRequest } from './comment.js';
import { readInputs, type Inputs } from './inputs.js';
import { setOutputs } from './outputs.js';
import { rehearsePairs } from './rehearse-pairs.js';

const ACTION_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** What the steps of action.yml and merge/action.yml run, by the name of the step. Gives the exit code; never throws. */
export async function runStep(step: string | undefined, env: NodeJS.ProcessEnv): Promise<number> {
  try {
    switch (step) {
      case 'prepare':
        return await prepare(await readInputs(env, ACTION_FOLDER), env);
      case 'rehearse':
        return await rehearse(JSON.parse(env['INPUTS'] ?? '') as Inputs, env);
      case 'merge':
        return await merge(outOf(env), env);
      case 'comment':
        await commentOnPullRequest(outOf(env), env);
        return EXIT.pass;
      default:
        throw new BadInputError({
          code: 'action-step',
          message: `${step ?? 'nothing'} is no step of the action`,
          remedy: 'use one of prepare, rehearse, merge, comment',
        });
    }
  } catch (error) {
    return printError(error);
  }
}

async function prepare(inputs: Inputs, env: NodeJS.ProcessEnv): Promise<number> {
  await setOutputs(env, {
    inputs: JSON.stringify(inputs),
    results: inputs.out,
    'cache-path': cachePath(),
    'cache-prefix': await cachePrefix(inputs),
  });
  return EXIT.pass;
}

async function rehearse(inputs: Inputs, env: NodeJS.ProcessEnv): Promise<number> {
  const exitCode = await rehearsePairs(inputs);
  await setOutputs(env, { 'cache-key': await cacheKey(inputs), ...resultOf(exitCode) });
  return exitCode;
}

/** Puts together what several jobs left in `out`; a job that did not end well may have left less than it should. */
async function merge(out: string, env: NodeJS.ProcessEnv): Promise<number> {
  const jobs = env['INPUT_JOBS'] ?? 'success';
  const missing =
    jobs === 'success'
      ? []
      : ['--missing', `the jobs before ended with ${jobs}; their logs say whether runs are missing`];
  const exitCode = await main(['merge', out, '--out', out, ...missing]);
  const summary = await readFile(join(out, 'summary.md'), 'utf8').catch(() => undefined);
  const file = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && file) await appendFile(file, stepSummary(summary));
  await setOutputs(env, resultOf(exitCode));
  return exitCode;
}

function resultOf(exitCode: number): { 'exit-code': string; outcome: string } {
  const outcome = (['pass', 'fail', 'inconclusive'] as const).find((name) => EXIT[name] === exitCode) ?? 'error';
  return { 'exit-code': String(exitCode), outcome };
}

function outOf(env: NodeJS.ProcessEnv): string {
  return resolve(env['GITHUB_WORKSPACE'] ?? '.', env['INPUT_OUT'] ?? '');
}
