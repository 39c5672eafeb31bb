import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withFileLock } from './file-lock.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

it('work under one lock never overlaps, and all of it is done', async () => {
  const path = join(await temporaryDirectory(), 'folder', 'lock');
  const log: string[] = [];
  const work = (name: string): Promise<void> =>
    withFileLock(path, {}, async () => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
    });
  await Promise.all(['a', 'b', 'c'].map(work));
  expect(log).toHaveLength(6);
  for (const name of ['a', 'b', 'c']) expect(log.indexOf(`${name} ends`)).toBe(log.indexOf(`${name} begins`) + 1);
});

it('is given back when the work fails', async () => {
  const path = join(await temporaryDirectory(), 'lock');
  const failing = withFileLock(path, {}, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(await withFileLock(path, {}, async () => 'again')).toBe('again');
});

it('says that it waits, and gives up with the reason when aborted', async () => {
  const path = join(await temporaryDirectory(), 'lock');
  const abort = new AbortController();
  const waited: string[] = [];
  await withFileLock(path, {}, async () => {
    const second = withFileLock(
      path,
      {
        signal: abort.signal,
        onWaiting: () => {
          waited.push('waiting');
          abort.abort(new Error('interrupted'));
        },
      },
      async () => waited.push('worked'),
    );
    await expect(second).rejects.toThrow('interrupted');
  });
  expect(waited).toEqual(['waiting']);
});

it('is free again after its holder was killed with SIGKILL', async () => {
  const path = join(await temporaryDirectory(), 'lock');
  const script = `import { withFileLock } from ${JSON.stringify(new URL('./file-lock.ts', import.meta.url).href)};
    setInterval(() => undefined, 1000);
    await withFileLock(${JSON.stringify(path)}, {}, () => new Promise(() => console.log('held')));`;
  const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  let waited = false;
  const next = withFileLock(
    path,
    {
      onWaiting: () => {
        waited = true;
        holder.kill('SIGKILL');
      },
    },
    async () => 'mine',
  );
  expect(await next).toBe('mine');
  expect(waited).toBe(true);
}, 20_000);

it('says why a lock cannot be taken', async () => {
  await expect(withFileLock('/dev/null/lock', {}, async () => undefined)).rejects.toMatchObject({
    code: 'lock-unavailable',
    exitCode: 4,
  });
});
