import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { identifyProcess, isAlive, processOfContainer, processStartTicks, processesUsing } from './proc.js';
import { LIVES, childProgram } from './testing/child-program.js';
import { temporaryDirectory } from './testing/temporary-directory.js';
import { waitFor } from './wait.js';

describe('the identity of a process', () => {
  it('holds while the process lives and no longer', async () => {
    const child = await childProgram(LIVES);
    const identity = identifyProcess(child.pid);
    expect(identity).toEqual({ pid: child.pid, startTicks: expect.stringMatching(/^\d+$/) as string });
    expect(identity && isAlive(identity)).toBe(true);
    await child.kill();
    expect(identity && isAlive(identity)).toBe(false);
    expect(identifyProcess(child.pid)).toBeUndefined();
  });

  it('is not that of another process with the same pid', () => {
    const own = identifyProcess(process.pid);
    expect(own && isAlive(own)).toBe(true);
    const earlier = { pid: process.pid, startTicks: String(Number(own?.startTicks) - 1) };
    expect(isAlive(earlier)).toBe(false);
  });

  it('differs between two processes by pid and never claims an impossible one', () => {
    expect(identifyProcess(2 ** 30)).toBeUndefined();
    expect(processStartTicks(2 ** 30)).toBeUndefined();
  });

  it('is read right when the name of the program has spaces and parentheses', async () => {
    const child = await childProgram(`process.title = 'a) R 1 (b'; ${LIVES}`);
    expect(processStartTicks(child.pid)).toMatch(/^\d+$/);
    expect(Number(processStartTicks(child.pid))).toBeGreaterThanOrEqual(Number(processStartTicks(process.pid)));
  });

  it('is that of no living process once it is a zombie', async () => {
    // the shell's child ends while the shell has become a program that never asks for its exit status
    const shell = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(shell.stdout, 'data')) as [Buffer];
      const zombie = Number(line.toString());
      await waitFor(
        async () =>
          identifyProcess(zombie) ? { done: false, seen: 'still running' } : { done: true, value: undefined },
        { what: 'the zombie', timeoutMs: 30_000, intervalMs: 10 },
      );
      // it is still in /proc: signal 0 reaches it
      expect(() => process.kill(zombie, 0)).not.toThrow();
    } finally {
      shell.kill('SIGKILL');
      await once(shell, 'exit');
    }
  });
});

describe('processesUsing', () => {
  it('finds programs with a flag below the folder, and nobody else', async () => {
    const directory = await temporaryDirectory();
    const inside = await childProgram(LIVES, [`--data-dir=${directory}/etcd`]);
    await childProgram(LIVES, [`${directory}/read-by-hand`]);
    await childProgram(LIVES, [`--data-dir=${directory}-other/etcd`]);
    expect(processesUsing(directory)).toEqual([identifyProcess(inside.pid)]);
    await inside.kill();
    expect(processesUsing(directory)).toEqual([]);
  });
});

describe('processOfContainer', () => {
  it('finds the youngest process of that name in the cgroup, and none by another name or elsewhere', async () => {
    const cgroup = readFileSync('/proc/self/cgroup', 'utf8').split('\n')[0]?.split(':')[2] ?? '';
    const name = `program-${process.pid}`;
    const start = (): ChildProcess => spawn('sleep', ['600'], { argv0: name, stdio: 'ignore' });
    const children = [start(), start()];
    try {
      await Promise.all(children.map((child) => once(child, 'spawn')));
      const [older, younger] = children.map(({ pid }) => identifyProcess(pid ?? 0));
      const found = processOfContainer(cgroup, name);
      expect(Number(found?.startTicks)).toBeGreaterThanOrEqual(Number(older?.startTicks));
      expect([older, younger]).toContainEqual(found);
      expect(processOfContainer(cgroup, `${name}-other`)).toBeUndefined();
      expect(processOfContainer('no such container', name)).toBeUndefined();
    } finally {
      for (const child of children) child.kill('SIGKILL');
    }
  });
});
