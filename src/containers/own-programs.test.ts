import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../support/wait.js';
import { ownProgram } from './own-programs.js';

const { failed: withoutGo } = await execa('go', ['version'], { reject: false });

describe.skipIf(withoutGo)('the programs that run in containers', () => {
  let cache = '';

  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'kube-rehearse-programs-'));
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));

  it('are compiled once for a cache', async () => {
    const [first, second] = [await ownProgram('workload', cache), await ownProgram('workload', cache)];
    expect(second).toEqual(first);
  });

  it('count on where a file ends, and tell every start from the others', async () => {
    const { path } = await ownProgram('workload', cache);
    const counter = join(cache, 'counter');
    await execa(path, ['-listen', '127.0.0.1:0', '-seconds', '2', '-counter', counter]);
    await execa(path, ['-listen', '127.0.0.1:0', '-seconds', '2', '-counter', counter]);
    const lines = (await readFile(counter, 'utf8')).trim().split('\n');
    const numbers = lines.map((line) => Number(line.split(' ')[0]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(new Set(lines.map((line) => line.split(' ')[1])).size).toBe(2);
  });

  it('serve what they know of themselves', async () => {
    const { path } = await ownProgram('workload', cache);
    const counter = join(cache, 'served');
    await writeFile(counter, '41 before before\n');
    const child = spawn(path, ['-listen', '127.0.0.1:0', '-counter', counter], { stdio: 'pipe' });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const address = /serving on (\S+)/.exec(line.toString())?.[1];
    const answer = (await (await fetch(`http://${address}/`)).json()) as Record<string, unknown>;
    expect(Object.keys(answer).sort()).toEqual(['counter', 'host', 'startedAt', 'uptimeSeconds']);
    expect(answer['counter']).toBeGreaterThanOrEqual(41);
    child.kill('SIGTERM');
    // ending because it was told to is not the end of its work
    expect(await once(child, 'exit')).toEqual([1, null]);
  });

  it('hold a pod until they are told to end', async () => {
    const { path } = await ownProgram('pause', cache);
    const child = spawn(path, [], { stdio: 'ignore' });
    // Go's runtime catches signals before the program asks for them; with every thread asleep, it has asked and waits
    await waitFor(
      async () => {
        const threads = await readdir(`/proc/${child.pid}/task`);
        const stats = await Promise.all(
          threads.map((thread) => readFile(`/proc/${child.pid}/task/${thread}/stat`, 'utf8')),
        );
        const asleep = stats.every((stat) => / S /.test(stat));
        return asleep ? { done: true, value: undefined } : { done: false, seen: stats.join() };
      },
      { what: 'it to wait for signals', timeoutMs: 30_000, intervalMs: 20 },
    );
    child.kill('SIGCHLD');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
