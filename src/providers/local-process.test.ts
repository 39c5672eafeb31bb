import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { identifyProcess, isAlive } from '../support/proc.js';
import { temporaryDirectory } from '../support/testing/temporary-directory.js';
import { waitFor } from '../support/wait.js';
import { LocalProcess } from './local-process.js';

const LONG_MS = 60_000;

/** A shell program of the running test, with the path of its log. */
async function shell(script: string, env: Readonly<Record<string, string>> = {}): Promise<LocalProcess> {
  const logPath = join(await temporaryDirectory(), 'program.log');
  const program = await LocalProcess.start({ program: 'sh', args: ['-c', script], env, logPath });
  onTestFinished(async () => {
    program.signal('SIGKILL');
    await program.ended;
  });
  return program;
}

async function logged(program: LocalProcess, text: string): Promise<void> {
  await waitFor(
    async () => {
      const log = await readFile(program.logPath, 'utf8');
      return log.includes(text) ? { done: true, value: undefined } : { done: false, seen: log };
    },
    { what: `the program to print ${text}`, timeoutMs: LONG_MS, intervalMs: 10 },
  );
}

describe('a local process', () => {
  it('has both its outputs in the log, from the first byte to the last', async () => {
    const program = await shell('echo first; echo second >&2; printf last; exit 3');
    expect(await program.ended).toEqual({ exitCode: 3, signal: undefined });
    expect(await readFile(program.logPath, 'utf8')).toBe('first\nsecond\nlast');
    expect(program.end).toEqual({ exitCode: 3, signal: undefined });
  });

  it('gets the environment it is given and PATH, and nothing else of ours', async () => {
    vi.stubEnv('KUBE_REHEARSE_SECRET', 'ours');
    onTestFinished(() => void vi.unstubAllEnvs());
    const program = await shell('env', { GIVEN: 'yes' });
    await program.ended;
    const names = (await readFile(program.logPath, 'utf8')).split('\n').map((line) => line.split('=')[0]);
    expect(names).toEqual(expect.arrayContaining(['GIVEN', 'PATH']));
    expect(names).not.toContain('KUBE_REHEARSE_SECRET');
    expect(names).not.toContain('HOME');
  });

  it('takes arguments as they are, whatever a shell would make of them', async () => {
    const logPath = join(await temporaryDirectory(), 'program.log');
    const args = ['%s|', '--flag', 'a b', '$HOME', '"; exit 1 #', ''];
    const program = await LocalProcess.start({ program: 'printf', args, env: {}, logPath });
    await program.ended;
    expect(await readFile(logPath, 'utf8')).toBe('--flag|a b|$HOME|"; exit 1 #||');
  });

  it('is asked to end before it is killed', async () => {
    const program = await shell('trap "echo asked; exit 0" TERM; echo up; while :; do sleep 0.05; done');
    await logged(program, 'up');
    await program.stop(600);
    expect(program.end).toEqual({ exitCode: 0, signal: undefined });
    expect(await readFile(program.logPath, 'utf8')).toContain('asked');
  });

  it('is killed when it does not end in time', async () => {
    const program = await shell('trap "echo ignored" TERM; echo up; while :; do sleep 0.05; done');
    await logged(program, 'up');
    await program.stop(0.2);
    expect(program.end).toEqual({ exitCode: undefined, signal: 'SIGKILL' });
  });

  it('is killed at once when its end becomes urgent', async () => {
    const program = await shell('trap "echo ignored" TERM; echo up; while :; do sleep 0.05; done');
    await logged(program, 'up');
    const controller = new AbortController();
    const stopped = program.stop(3600, controller.signal);
    await logged(program, 'ignored');
    controller.abort();
    await stopped;
    expect(program.end?.signal).toBe('SIGKILL');
  });

  it('is gone when stop returns, and can be stopped again', async () => {
    const program = await shell('exec sleep 600');
    const identity = identifyProcess(program.pid);
    await Promise.all([program.stop(10), program.stop(10)]);
    expect(identity && isAlive(identity)).toBe(false);
    await program.stop(10);
  });

  it('has an identity that another start of the same program has not', async () => {
    const [one, two] = [await shell('exec sleep 600'), await shell('exec sleep 600')];
    expect(one.instanceId).toMatch(/^\d+:\d+$/);
    expect(one.instanceId).not.toBe(two.instanceId);
  });

  it('ends with an error when there is no such program, and the log says which', async () => {
    const logPath = join(await temporaryDirectory(), 'program.log');
    const program = await LocalProcess.start({ program: '/nowhere/etcd', args: [], env: {}, logPath });
    expect((await program.ended).exitCode).not.toBe(0);
    expect(await readFile(logPath, 'utf8')).toContain('/nowhere/etcd');
  });

  it('cannot be started without setpriv, and the error says what to install', async () => {
    vi.stubEnv('PATH', await temporaryDirectory());
    onTestFinished(() => void vi.unstubAllEnvs());
    const logPath = join(await temporaryDirectory(), 'program.log');
    const start = LocalProcess.start({ program: '/bin/true', args: [], env: {}, logPath });
    await expect(start).rejects.toMatchObject({
      code: 'spawn-failed',
      remedy: expect.stringContaining('util-linux') as string,
    });
  });

  it(
    'dies with its harness, also when that is killed',
    async () => {
      const child = fileURLToPath(new URL('testing/harness-child.ts', import.meta.url));
      const logPath = join(await temporaryDirectory(), 'program.log');
      const harness = spawn(process.execPath, ['--import', 'tsx', child, logPath], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void harness.kill('SIGKILL'));
      const [line] = (await once(harness.stdout, 'data')) as [Buffer];
      const program = identifyProcess(Number(line.toString()));
      if (!program) throw new Error('the program was not started');
      harness.kill('SIGKILL');
      await waitFor(
        async () => (isAlive(program) ? { done: false, seen: 'it lives' } : { done: true, value: undefined }),
        { what: 'the program to die', timeoutMs: 5_000, intervalMs: 10 },
      );
    },
    LONG_MS,
  );
});
