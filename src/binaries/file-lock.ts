import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RehearseError, messageOf } from '../support/errors.js';
import { dieWithParent } from './die-with-parent.js';

const WAITING_AFTER_MS = 500;

/** How a lock is taken. */
export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when somebody else holds the lock. */
  readonly onWaiting?: (() => void) | undefined;
}

/**
 * Does `work` while holding an exclusive lock on the file `path`, across processes, users and containers that share it.
 *
 * The kernel's flock is used through flock(1): it is gone the moment its holder dies, so there is no stale lock to
 * recognise. The holder is a `cat` below it that ends when this process's end of its input closes, also on SIGKILL.
 * Throws RehearseError `lock-unavailable` when flock(1) cannot work here, and the signal's reason on abort.
 */
export async function withFileLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  options.signal?.throwIfAborted();
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
    throw unavailable(path, messageOf(cause));
  });
  const release = await acquire(path, options);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(path: string, { signal, onWaiting }: LockOptions): Promise<() => Promise<void>> {
  const { file, args } = await dieWithParent('process', 'flock', [path, 'cat']);
  const holder = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<string>((resolve) => {
    holder.once('error', (error) => resolve(messageOf(error)));
    holder.once('close', (code) => resolve(`flock ended with ${code}`));
  });
  let complaint = '';
  holder.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  // a write to a holder that ended is reported by `ended`
  holder.stdin.on('error', () => undefined);
  const waiting = setTimeout(() => onWaiting?.(), WAITING_AFTER_MS);
  const giveUp = (): void => void holder.kill('SIGKILL');
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    // cat runs, and so answers, only once flock has the lock
    holder.stdin.write('held\n');
    const failure = await Promise.race([once(holder.stdout, 'data').then(() => undefined), ended]);
    if (signal?.aborted) {
      holder.stdin.end();
      throw signal.reason;
    }
    if (failure !== undefined) throw unavailable(path, `${failure} ${complaint}`.trim());
  } finally {
    clearTimeout(waiting);
    signal?.removeEventListener('abort', giveUp);
  }
  return async () => {
    holder.stdin.end();
    await ended;
  };
}

function unavailable(path: string, reason: string): RehearseError {
  return new RehearseError({
    code: 'lock-unavailable',
    message: `cannot lock ${path}: ${reason}`,
    remedy: 'install flock(1) (package util-linux or busybox) and make the cache folder writable',
  });
}
