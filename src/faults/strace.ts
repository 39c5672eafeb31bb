import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { ProcessHandle } from '../providers/cluster.js';

/** Why no system call of another process can be tampered with here, with the remedy; undefined when it can. */
export async function straceUnavailable(): Promise<string | undefined> {
  const { failed } = await execa('strace', ['--version'], { reject: false, stdio: 'ignore' });
  if (failed) return 'it needs strace; install the package strace';
  if (process.getuid?.() === 0 || ptraceScope() === 0) return undefined;
  return 'this kernel lets nobody but root attach to a process; run as root, or set kernel.yama.ptrace_scope to 0';
}

function ptraceScope(): number {
  try {
    return Number(readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8'));
  } catch {
    return 0;
  }
}

/**
 * strace attached to all threads of a process, tampering with its system calls. It dies with the harness, and the process then
 * runs on undisturbed.
 */
export class Strace {
  readonly #log: string;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  /** `log`: the file that gets a line for each traced call. */
  constructor(log: string) {
    this.#log = log;
  }

  /** Attaches; `calls` and `tampering` as in strace(1), e.g. `fdatasync` and `error=EIO`. */
  attach({ pid }: ProcessHandle, calls: string, tampering: string): void {
    const trace = ['-e', `trace=${calls}`, '-e', `inject=${calls}:${tampering}`];
    const args = ['--pdeathsig', 'KILL', '--', 'strace', '-f', '-qq', '-o', this.#log, ...trace, '-p', String(pid)];
    const child = spawn('setpriv', args, { stdio: 'ignore', detached: true });
    this.#ended = once(child, 'exit').catch(() => undefined);
    this.#child = child;
  }

  /** The first line of strace that matches. */
  async line(mark: RegExp): Promise<string | undefined> {
    const output = await readFile(this.#log, 'utf8').catch(() => '');
    return output
      .split('\n')
      .find((line) => mark.test(line))
      ?.trim();
  }

  /** Detaches, and returns when it has. */
  async detach(): Promise<void> {
    // SIGINT has strace detach in good order; a killed one leaves its tracees to the kernel, which lets them go as well
    if (this.#child?.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGINT');
    await this.#ended;
  }
}

/** The process that traces another one, 0 for none, by /proc; undefined when the traced one is gone. */
export function tracerOf(pid: number): number | undefined {
  try {
    return Number(/^TracerPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}
