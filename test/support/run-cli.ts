import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

/** Runs the built command line to its end; its exit code is an answer, not an error. */
export async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const { exitCode, stdout, stderr } = await execa('node', ['bin/kube-rehearse.js', ...args], {
    reject: false,
    stdin: 'ignore',
    env,
  });
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/**
 * A folder that is removed when the test has finished. A test that runs beside others of its file hands over its own
 * `onTestFinished`: the general one does not know which of them asks.
 */
export async function temporaryDirectory(finished: typeof onTestFinished = onTestFinished): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'kube-rehearse-e2e-'));
  finished(() => rm(path, { recursive: true, force: true }));
  return path;
}
