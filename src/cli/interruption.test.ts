import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Interruption } from './interruption.js';

async function interruptible(): Promise<{ child: ChildProcess; next: () => Promise<string> }> {
  const program = fileURLToPath(new URL('testing/interruptible.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const next = async (): Promise<string> => String(((await once(child.stdout, 'data')) as [Buffer])[0]).trim();
  expect(await next()).toBe('up');
  return { child, next };
}

describe('an interruption', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s asks for the end, and again ends at once with 130', async (signal) => {
    const { child, next } = await interruptible();
    const told = once(child.stderr as NodeJS.ReadableStream, 'data') as Promise<[Buffer]>;
    const reason = next();
    child.kill(signal);
    expect(await reason).toBe(`Interrupted: interrupted by ${signal}`);
    expect(String((await told)[0])).toContain('once more to end at once');
    const ended = once(child, 'exit');
    child.kill(signal);
    expect(await ended).toEqual([130, null]);
  });

  it('leaves signals alone when nobody listens any more', () => {
    const listeners = ['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal));
    const interruption = new Interruption();
    expect(interruption.signal.aborted).toBe(false);
    interruption.stopListening();
    expect(['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal))).toEqual(listeners);
  });
});
