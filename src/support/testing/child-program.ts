import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A small node program of the running test's own; killed, if it still lives, when the test has ended. */
export interface ChildProgram {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Kills it and returns when it is gone. */
  kill(): Promise<void>;
}

/** Runs `code` (an ES module) in another node process and returns when it has printed its first line. */
export async function childProgram(code: string, args: readonly string[] = []): Promise<ChildProgram> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code, '--', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  await once(child.stdout, 'data');
  if (child.pid === undefined) throw new Error('the child has no pid');
  return { pid: child.pid, process: child, kill };
}

/** A program that says that it is there and then lives until it is killed. */
export const LIVES = `console.log('up'); setInterval(() => undefined, 1000);`;
