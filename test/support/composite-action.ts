import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { fillIn, holds, type JobStatus } from './github-expressions.js';
import { readAction } from './workflow-files.js';
import { temporaryDirectory } from './run-cli.js';

/** How an action is used. */
export interface ActionUse {
  readonly inputs: Readonly<Record<string, string>>;
  /** What the runner sets, beside what every step gets. */
  readonly env: Readonly<Record<string, string>>;
  /** What other people's actions answer, by the id of their step. */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The command line is built already, and other tests are using it. */
const BUILD = 'Build kube-rehearse';

/** What became of it. */
export interface ActionEnd {
  readonly status: JobStatus;
  readonly outputs: Readonly<Record<string, string>>;
  /** The steps that ran, in order: their name or what they use. */
  readonly ran: readonly string[];
  /** What was handed to other people's actions, by what is used without its version. */
  readonly handed: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly log: string;
  readonly summary: string;
}

/**
 * Does with a composite action of this project what GitHub's runner does: evaluates conditions and values, runs its scripts, and reads what
 * they set. Other people's actions are not run, only noted, and nothing is built.
 */
export async function useAction(path: string, { inputs: given, env, answers = {} }: ActionUse): Promise<ActionEnd> {
  const action = readAction(path);
  const github = { token: 'job-token', workflow: 'check', job: 'rehearse' };
  const defaults = Object.entries(action.inputs).map(([name, { default: value }]) => [
    name,
    fillIn(String(value), { github }),
  ]);
  const inputs = { ...(Object.fromEntries(defaults) as Record<string, string>), ...given };
  const steps: Record<string, { outputs: Readonly<Record<string, string>> }> = {};
  const contexts = { inputs, steps, github };
  const folder = await temporaryDirectory();
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  const ran: string[] = [];
  const handed: Record<string, Record<string, string>> = {};
  let status: JobStatus = 'success';
  let log = '';
  for (const step of action.runs.steps) {
    if (!holds(step.if, contexts, status)) continue;
    ran.push(step.name ?? step.uses!);
    const filled = (values: Readonly<Record<string, unknown>> = {}): Record<string, string> =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, fillIn(String(value), contexts, status)]),
      );
    if (step.name === BUILD) continue;
    if (step.run === undefined) {
      handed[step.uses!.split('@')[0]!] = filled(step.with);
      if (step.id !== undefined) steps[step.id] = { outputs: answers[step.id] ?? {} };
      continue;
    }
    const { exitCode, all } = await execa(step.shell!, ['-e', '-c', step.run], {
      reject: false,
      all: true,
      stdin: 'ignore',
      env: {
        ...env,
        ...files,
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION_PATH: resolve(dirname(path)),
        ...filled(step.env),
      },
    });
    log += `${all}\n`;
    if (exitCode !== 0) status = 'failure';
    if (step.id !== undefined) steps[step.id] = { outputs: outputsIn(await read(files.GITHUB_OUTPUT)) };
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, fillIn(value, contexts, status)]);
  return {
    status,
    ran,
    handed,
    log,
    outputs: Object.fromEntries(outputs) as Record<string, string>,
    summary: await read(files.GITHUB_STEP_SUMMARY),
  };
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** `name<<END`, the lines of the value, `END`. */
function outputsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^(.+?)<<(.+)\n([^]*?)\n\2$/gm)].map(([, name, , value]) => [name!, value!]),
  );
}
