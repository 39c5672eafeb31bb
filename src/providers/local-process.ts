import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { RehearseError } from '../support/errors.js';
import { processStartTicks } from '../support/proc.js';

/** How one process is started. */
export interface ProcessRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logPath: string;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/**
 * A process of ours, its output in a file from the first byte. It runs in a process group of its own, so that Ctrl-C on
 * the terminal reaches only the harness, and dies with the harness: `setpriv --pdeathsig` asks the kernel to kill it
 * when its parent dies, SIGKILL included, without root.
 */
export class LocalProcess {
  readonly pid: number;
  /** From /proc, as long as it lived to be asked. */
  readonly startTicks: string;
  readonly logPath: string;
  readonly ended: Promise<ProcessEnd>;
  end: ProcessEnd | undefined;

  private constructor(pid: number, logPath: string, ended: Promise<ProcessEnd>) {
    this.pid = pid;
    this.startTicks = processStartTicks(pid) ?? 'ended';
    this.logPath = logPath;
    this.ended = ended.then((end) => (this.end = end));
  }

  /** Returns when the process was spawned. Throws when it could not be. */
  static async start(request: ProcessRequest): Promise<LocalProcess> {
    const log = openSync(request.logPath, 'a', 0o600);
    try {
      // plain spawn: execa neither types a log's descriptor nor ends a detached child
      const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', request.program, ...request.args], {
        stdio: ['ignore', log, log],
        env: { PATH: process.env['PATH'] ?? '', ...request.env },
        detached: true,
      });
      const ended = new Promise<ProcessEnd>((resolve) =>
        child.once('exit', (exitCode, signal) =>
          resolve({ exitCode: exitCode ?? undefined, signal: signal ?? undefined }),
        ),
      );
      if (child.pid === undefined) {
        const [cause] = (await once(child, 'error')) as [Error];
        throw new RehearseError({
          code: 'spawn-failed',
          message: `cannot start ${request.program}: ${cause.message}`,
          remedy: 'install util-linux (it brings setpriv) and see `kube-rehearse doctor`',
          cause,
        });
      }
      return new LocalProcess(child.pid, request.logPath, ended);
    } finally {
      closeSync(log);
    }
  }

  /** `PID:START`, unlike that of every other process that ran on this machine since it booted. */
  get instanceId(): string {
    return `${this.pid}:${this.startTicks}`;
  }

  /**
   * Asks the process to end and kills it when `graceSeconds` have passed or `hurry` fires. Returns when it is gone.
   */
  async stop(graceSeconds: number, hurry?: AbortSignal): Promise<void> {
    if (this.end) return;
    this.signal('SIGTERM');
    const ended = new AbortController();
    const patience = hurry ? AbortSignal.any([ended.signal, hurry]) : ended.signal;
    const killed = delay(graceSeconds * 1000, undefined, { signal: patience })
      .catch(() => undefined)
      .then(() => this.signal('SIGKILL'));
    await this.ended;
    ended.abort();
    await killed;
  }

  /** Sends a signal, to this process only: nothing is sent once it has ended, since pids are used again. */
  signal(name: NodeJS.Signals): void {
    if (this.end) return;
    try {
      process.kill(this.pid, name);
    } catch {
      // it ended in between; `ended` tells
    }
  }
}
