import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeEach, describe, expect, it, onTestFinished, vi, type TestContext } from 'vitest';
import { ensureBinaries } from '../../src/binaries/ensure.js';
import { readManifest } from '../../src/binaries/manifest.js';
import type { BinariesProgress } from '../../src/binaries/progress.js';
import type { BinariesRequest } from '../../src/binaries/request.js';
import { waitFor } from '../../src/support/wait.js';

const ETCDUTL: BinariesRequest = { product: 'etcd', version: '3.6.8', programs: ['etcdutl'] };
const LIMIT_MS = 900_000;

const { failed: withoutGo } = await execa('go', ['version'], { reject: false });
const needsGo = (context: TestContext): void => context.skip(withoutGo, 'Go is not installed');

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'kube-rehearse-build-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/** Command lines of living processes that mention a folder. */
async function processesNaming(directory: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(directory));
}

describe('a build from Go modules', () => {
  beforeEach(() => {
    vi.stubEnv('KUBE_REHEARSE_DOWNLOAD_BASE', 'off');
    vi.stubEnv('KUBE_REHEARSE_ETCD_DOWNLOAD_BASE', 'off');
    return () => vi.unstubAllEnvs();
  });

  it(
    'makes a working program in an empty cache, the same bytes every time',
    async (context) => {
      needsGo(context);
      const digests: (string | undefined)[] = [];
      for (const cache of [await temporaryDirectory(), await temporaryDirectory()]) {
        vi.stubEnv('KUBE_REHEARSE_CACHE', cache);
        const progress: BinariesProgress[] = [];
        const { directory, programs } = await ensureBinaries(ETCDUTL, { onProgress: (event) => progress.push(event) });
        const program = programs.etcdutl;
        expect(program?.path.startsWith(cache)).toBe(true);
        const { stdout } = await execa(program?.path ?? '', ['version']);
        expect(stdout).toContain('etcdutl version: 3.6.8');
        expect((await readManifest(directory))?.programs.etcdutl).toMatchObject({
          sha256: program?.sha256,
          source: 'build from Go modules',
          origin: expect.stringMatching(/^go\.etcd\.io\/etcd\/server\/v3@v3\.6\.8 h1:/) as string,
          tools: { go: expect.stringMatching(/^go1\./) as string },
        });
        expect(progress).toContainEqual({
          type: 'ready',
          program: 'etcdutl',
          version: '3.6.8',
          source: 'build from Go modules',
        });
        digests.push(program?.sha256);
      }
      expect(digests[1]).toBe(digests[0]);
    },
    LIMIT_MS,
  );

  it(
    'of a version that does not exist fails with what Go says and what to do',
    async (context) => {
      needsGo(context);
      vi.stubEnv('KUBE_REHEARSE_CACHE', await temporaryDirectory());
      const failing = ensureBinaries({ ...ETCDUTL, version: '3.6.9999' });
      await expect(failing).rejects.toMatchObject({
        code: 'binaries-unavailable',
        exitCode: 4,
        message: expect.stringMatching(
          /official download: switched off\n {2}build from Go modules: go\.etcd\.io\/etcd\/server\/v3@v3\.6\.9999 cannot be fetched/,
        ) as string,
      });
    },
    LIMIT_MS,
  );

  // an empty cache of Go's own makes compilers run; its folder for temporary files marks their command lines
  async function coldBuild(): Promise<{ cache: string; marker: string }> {
    const cache = await temporaryDirectory();
    const marker = join(cache, 'go-tmp');
    await mkdir(marker);
    vi.stubEnv('GOCACHE', join(cache, 'go-cache'));
    vi.stubEnv('GOTMPDIR', marker);
    return { cache, marker };
  }

  const untilCompiling = (marker: string): Promise<unknown> =>
    waitFor(
      async () => {
        const seen = await processesNaming(marker);
        return seen.length > 0 ? { done: true, value: seen } : { done: false, seen: 'no compiler' };
      },
      { what: 'the first compiler', timeoutMs: LIMIT_MS, intervalMs: 20 },
    );
  const untilGone = (marker: string): Promise<unknown> =>
    waitFor(
      async () => {
        const seen = await processesNaming(marker);
        return seen.length === 0 ? { done: true, value: seen } : { done: false, seen: seen.join('\n') };
      },
      { what: 'the end of all compilers', timeoutMs: 5_000, intervalMs: 20 },
    );

  it(
    'ends with all its compilers when it is aborted, and leaves nothing in the cache',
    async (context) => {
      needsGo(context);
      const { cache, marker } = await coldBuild();
      const abort = new AbortController();
      const building = ensureBinaries(ETCDUTL, { cache, signal: abort.signal });
      const outcome = expect(building).rejects.toThrow(/^interrupted$/);
      await untilCompiling(marker);
      abort.abort(new Error('interrupted'));
      await outcome;
      await untilGone(marker);
      const names = await readdir(join(cache, 'bin'), { recursive: true });
      expect(names.filter((name) => name.includes('staging') || name.includes('etcdutl'))).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'ends with all its compilers when the harness is killed with SIGKILL',
    async (context) => {
      needsGo(context);
      const { cache, marker } = await coldBuild();
      const child = fileURLToPath(new URL('../../src/binaries/testing/build-child.ts', import.meta.url));
      const harness = spawn(process.execPath, ['--import', 'tsx', child, cache], { stdio: 'ignore' });
      await untilCompiling(marker);
      harness.kill('SIGKILL');
      await untilGone(marker);
    },
    LIMIT_MS,
  );
});
