import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { ensureBinaries, type EnsureOptions } from './ensure.js';
import { readManifest } from './manifest.js';
import { officialDownload } from './official-download.js';
import { programLookup } from './program-lookup.js';
import type { BinariesProgress } from './progress.js';
import type { ProgramName } from './products.js';
import type { BinariesRequest } from './request.js';
import type { BinarySource } from './source.js';
import { serveRelease, sha256, truncated, type Answer } from './testing/release-server.js';
import { executablesBelow, temporaryDirectory } from './testing/temporary-directory.js';

const REQUEST: BinariesRequest = { product: 'kubernetes', version: '1.37.2' };
const SCHEDULER: BinariesRequest = { ...REQUEST, programs: ['kube-scheduler'] };

/** A source that makes small programs: their content is their name. */
function source(name: string, can: readonly ProgramName[] | 'all' = 'all'): BinarySource & { calls: ProgramName[] } {
  const calls: ProgramName[] = [];
  return {
    name,
    calls,
    unavailableReason: async () => undefined,
    isReleased: async () => undefined,
    async *fetch(_request, programs, { directory }) {
      for (const program of programs) {
        calls.push(program);
        if (can !== 'all' && !can.includes(program)) throw new Error(`has no ${program}`);
        const path = join(directory, program);
        await writeFile(path, program, { mode: 0o600 });
        yield { name: program, path, provenance: { source: name, origin: 'test', tools: { maker: '1' } } };
      }
    },
  };
}

async function options(
  ...sources: BinarySource[]
): Promise<EnsureOptions & { cache: string; progress: BinariesProgress[] }> {
  const progress: BinariesProgress[] = [];
  return { cache: await temporaryDirectory(), sources, progress, onProgress: (event) => progress.push(event) };
}

it('programs come from the source once and from the cache from then on', async () => {
  const only = source('maker');
  const with_ = await options(only);
  const first = await ensureBinaries(REQUEST, with_);
  const second = await ensureBinaries(REQUEST, with_);
  expect(second).toEqual(first);
  expect(only.calls).toEqual(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']);
  expect(first.programs['kube-scheduler']).toEqual({
    path: join(first.directory, 'kube-scheduler'),
    sha256: sha256('kube-scheduler'),
    source: 'maker',
    origin: 'test',
    tools: { maker: '1' },
  });
  expect(await executablesBelow(with_.cache)).toHaveLength(3);
});

it('a program that is asked for later joins those that are there', async () => {
  const only = source('maker');
  const with_ = await options(only);
  const { directory } = await ensureBinaries(REQUEST, with_);
  await ensureBinaries({ ...REQUEST, programs: ['kubectl', 'kube-scheduler'] }, with_);
  expect(only.calls.slice(3)).toEqual(['kubectl']);
  const manifest = await readManifest(directory);
  expect(Object.keys(manifest?.programs ?? {}).sort()).toEqual([
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'kubectl',
  ]);
});

it('a source that fails is reported and the next one makes what is still missing', async () => {
  const [first, second] = [source('first', ['kube-apiserver']), source('second')];
  const with_ = await options(first, second);
  const { programs } = await ensureBinaries(REQUEST, with_);
  expect(Object.values(programs).map((program) => program.source)).toEqual(['first', 'second', 'second']);
  const reason = 'has no kube-controller-manager';
  expect(with_.progress).toContainEqual({ type: 'source-failed', source: 'first', reason });
});

it('when nothing works the error says what was tried, why it failed and what to do', async () => {
  const absent: BinarySource = { ...source('absent'), unavailableReason: async () => 'no such tool' };
  const with_ = await options(absent, source('empty', []));
  await expect(ensureBinaries(SCHEDULER, with_)).rejects.toMatchObject({
    code: 'binaries-unavailable',
    exitCode: 4,
    message: [
      'no source has kube-scheduler of Kubernetes 1.37.2:',
      '  absent: no such tool',
      '  empty: has no kube-scheduler',
    ].join('\n'),
    remedy: expect.stringContaining('--binaries 1.37=DIR') as string,
  });
});

it.each<[string, Answer]>([
  ['a wrong checksum', 'wrong'],
  ['a body that is cut off', truncated('right')],
])('after %s nothing executable and no half file is left in the cache', async (_, answer) => {
  const path = '/v1.37.2/bin/linux';
  const answers = Object.fromEntries(
    ['amd64', 'arm64'].flatMap((arch) => [
      [`${path}/${arch}/kube-scheduler.sha256`, sha256('right')],
      [`${path}/${arch}/kube-scheduler`, answer],
    ]),
  ) as Record<string, Answer>;
  const server = await serveRelease(answers);
  onTestFinished(() => server.close());
  const with_ = await options(officialDownload({ kubernetes: server.url, etcd: 'off' }));
  await expect(ensureBinaries(SCHEDULER, with_)).rejects.toMatchObject({ code: 'binaries-unavailable' });
  const entries = await readdir(join(with_.cache, 'bin'), { recursive: true, withFileTypes: true });
  expect(entries.filter((entry) => entry.isFile())).toEqual([]);
});

it('a damaged program is found, reported and made again; the others stay', async () => {
  const only = source('maker');
  const with_ = await options(only);
  const { directory } = await ensureBinaries(REQUEST, with_);
  const path = join(directory, 'kube-apiserver');
  await writeFile(path, 'damaged');
  only.calls.length = 0;
  await ensureBinaries(REQUEST, with_);
  expect(await readFile(path, 'utf8')).toBe('kube-apiserver');
  expect(only.calls).toEqual(['kube-apiserver']);
  expect(with_.progress.filter(({ type }) => type === 'damaged')).toEqual([
    { type: 'damaged', path, reason: expect.stringContaining('was changed') as string },
  ]);
});

it('a damaged manifest is reported, and its programs are not trusted', async () => {
  const only = source('maker');
  const with_ = await options(only);
  const { directory } = await ensureBinaries(SCHEDULER, with_);
  await writeFile(join(directory, 'manifest.json'), '{"schemaVersion":1,"programs":{"kube-sch');
  await ensureBinaries(SCHEDULER, with_);
  expect(only.calls).toEqual(['kube-scheduler', 'kube-scheduler']);
  expect(with_.progress).toContainEqual(
    expect.objectContaining({ type: 'damaged', path: join(directory, 'manifest.json') }),
  );
  expect(await readManifest(directory)).toHaveProperty(
    ['programs', 'kube-scheduler', 'sha256'],
    sha256('kube-scheduler'),
  );
});

it('what a killed process left half-done is removed', async () => {
  const with_ = await options(source('maker'));
  const { directory } = await ensureBinaries(SCHEDULER, with_);

  await mkdir(join(directory, '.staging-dead'));
  await ensureBinaries(REQUEST, with_);
  expect((await readdir(directory)).filter((name) => name.startsWith('.'))).toEqual([]);
});

it('a program of a `--binaries` folder is used where it is, the others come from elsewhere', async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'kube-apiserver'), 'private', { mode: 0o755 });
  const only = source('maker');
  const with_ = { ...(await options(only)), overrides: [{ version: '1.37', directory }] as const };
  const { programs } = await ensureBinaries(REQUEST, with_);
  expect(programs['kube-apiserver']).toMatchObject({
    path: join(directory, 'kube-apiserver'),
    sha256: sha256('private'),
    source: '--binaries',
  });
  expect(only.calls).toEqual(['kube-controller-manager', 'kube-scheduler']);
  const alone = await ensureBinaries({ ...REQUEST, programs: ['kube-apiserver'] }, with_);
  expect(alone.directory).toBe(directory);
});

it('calls at the same time do the work once', async () => {
  const only = source('maker');
  const with_ = await options(only);
  const results = await Promise.all([1, 2, 3].map(() => ensureBinaries(SCHEDULER, with_)));
  expect(only.calls).toEqual(['kube-scheduler']);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

it('processes at the same time do the work once, the second waits for the first', async () => {
  const cache = await temporaryDirectory();
  const held: (() => void)[] = [];
  const path = `/v1.37.2/bin/linux/${process.arch === 'x64' ? 'amd64' : 'arm64'}/kube-scheduler`;
  const server = await serveRelease({
    [`${path}.sha256`]: sha256('program'),
    [path]: (response) => void held.push(() => response.end('program')),
  });
  onTestFinished(() => server.close());
  const child = fileURLToPath(new URL('./testing/ensure-child.ts', import.meta.url));
  const run = async (): Promise<unknown> => {
    const harness = spawn(process.execPath, ['--import', 'tsx', child, cache, server.url, '1.37.2'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let last: unknown;
    for await (const line of createInterface({ input: harness.stdout })) {
      last = JSON.parse(line);
      // whoever waits lets the other one's download end
      if ((last as { type: string }).type === 'waiting') held.forEach((answer) => answer());
    }
    if (harness.exitCode === null) await once(harness, 'exit');
    return last;
  };
  const results = await Promise.all([run(), run()]);
  expect(server.requests).toEqual([`${path}.sha256`, path]);
  expect(results[0]).toMatchObject({ type: 'result', path: expect.stringContaining(cache) as string });
  expect(results[1]).toEqual(results[0]);
}, 30_000);

it('an abort ends with its reason, leaves nothing behind and asks no further source', async () => {
  const abort = new AbortController();
  const never: BinarySource = {
    name: 'never',
    unavailableReason: async () => undefined,
    isReleased: async () => undefined,
    async *fetch(_request, _programs, { directory, signal }) {
      await writeFile(join(directory, 'half'), '');
      abort.abort(new Error('interrupted'));
      signal?.throwIfAborted();
      yield* [];
    },
  };
  const next = source('next');
  const with_ = await options(never, next);
  await expect(ensureBinaries(SCHEDULER, { ...with_, signal: abort.signal })).rejects.toThrow(/^interrupted$/);
  expect(next.calls).toEqual([]);
  const names = await readdir(join(with_.cache, 'bin'), { recursive: true });
  expect(names.filter((name) => name.includes('half') || name.includes('staging'))).toEqual([]);
});

it('the lookup of a run verifies a program at every call and knows only what was ensured', async () => {
  const ensured = await ensureBinaries(SCHEDULER, await options(source('maker')));
  const lookup = programLookup([ensured]);
  const program = await lookup('kube-scheduler', '1.37.2');
  expect(program).toEqual({ path: join(ensured.directory, 'kube-scheduler'), sha256: sha256('kube-scheduler') });
  await writeFile(program.path, 'damaged');
  await expect(lookup('kube-scheduler', '1.37.2')).rejects.toMatchObject({ code: 'program-damaged' });
  await expect(lookup('kube-scheduler', '1.36.3')).rejects.toMatchObject({ code: 'program-not-ensured' });
});
