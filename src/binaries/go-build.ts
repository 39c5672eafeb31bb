import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { messageOf } from '../support/errors.js';
import { withFileLock } from './file-lock.js';
import { runGo, type GoCommandOptions } from './go-command.js';
import {
  buildStamp,
  buildTags,
  goModText,
  importsText,
  linkerFlags,
  mainModule,
  packageOf,
  type BuildStamp,
  type ModuleInfo,
  type UpstreamModFile,
} from './go-module.js';
import { requirePlatform } from './platform.js';
import type { ProgramName } from './products.js';
import { describeRequest, type BinariesRequest } from './request.js';
import type { BinarySource, FetchContext, FetchedProgram } from './source.js';

const NAME = 'build from Go modules';
const TICK_MS = 1_000;

/** What module proxies and Go answer for a version that was never released. */
const NO_SUCH_VERSION = /unknown revision|invalid version|\b(404 Not Found|410 Gone)\b|version is not available/i;

/** What `go mod download -json` says about a module. */
interface DownloadedModule {
  readonly Path: string;
  readonly Version: string;
  readonly Info: string;
  readonly GoMod: string;
  readonly Sum: string;
}

/**
 * Upstream's code, fetched through the module proxy (checked against Go's checksum database, as Go's own settings say) and built
 * here with upstream's version stamped in. `lock` is held meanwhile: one build at a time on this machine.
 */
export function goBuild(lock: string): BinarySource {
  return {
    name: NAME,
    unavailableReason: async () => {
      try {
        await goVersion();
        return undefined;
      } catch {
        return 'Go is not installed (there is no `go` on the PATH)';
      }
    },
    isReleased: async (request, signal) => {
      const architecture = requirePlatform();
      const module = `${mainModule(request)}@v${request.version}`;
      try {
        await runGo(['list', '-m', '-json', module], { directory: tmpdir(), architecture, signal });
        return true;
      } catch (error) {
        signal?.throwIfAborted();
        return NO_SUCH_VERSION.test(messageOf(error)) ? false : undefined;
      }
    },
    async *fetch(request, programs, context) {
      // a generator cannot yield from inside the lock's callback, so each program takes the lock by itself
      const exclusively = <T>(work: () => Promise<T>): Promise<T> =>
        withFileLock(lock, { signal: context.signal, onWaiting: () => waiting(context) }, work);
      const module = await exclusively(() => prepareModule(request, programs, context));
      for (const name of programs) yield await exclusively(() => buildProgram(module, request, name, context));
    },
  };
}

function waiting({ onProgress }: FetchContext): void {
  onProgress({ type: 'waiting', forWhat: 'another build on this machine' });
}

/** A folder with a module from which programs can be built. */
interface PreparedModule {
  readonly go: GoCommandOptions;
  readonly origin: string;
  readonly stamp: BuildStamp;
  readonly goVersion: string;
}

async function prepareModule(
  request: BinariesRequest,
  programs: readonly ProgramName[],
  context: FetchContext,
): Promise<PreparedModule> {
  const directory = join(context.directory, 'module');
  await mkdir(directory, { recursive: true });
  const go: GoCommandOptions = { directory, architecture: context.architecture, signal: context.signal };
  const upstream = await ticking(context, `fetching the modules of ${describeRequest(request)}`, async () => {
    const downloaded = await downloadModule(`${mainModule(request)}@v${request.version}`, go);
    const modFile = JSON.parse(await runGo(['mod', 'edit', '-json', downloaded.GoMod], go)) as UpstreamModFile;
    await writeFile(join(directory, 'go.mod'), goModText(request, modFile, programs));
    await writeFile(join(directory, 'tools.go'), importsText(request, programs));
    await runGo(['mod', 'tidy'], go);
    return downloaded;
  });
  const info = JSON.parse(await readFile(upstream.Info, 'utf8')) as ModuleInfo;
  const origin = `${upstream.Path}@${upstream.Version} ${upstream.Sum}`;
  return { go, origin, stamp: buildStamp(info), goVersion: await goVersion() };
}

async function downloadModule(module: string, go: GoCommandOptions): Promise<DownloadedModule> {
  try {
    return JSON.parse(await runGo(['mod', 'download', '-json', module], go)) as DownloadedModule;
  } catch (cause) {
    go.signal?.throwIfAborted();
    throw new Error(`${module} cannot be fetched: ${messageOf(cause)}`, { cause });
  }
}

async function buildProgram(
  module: PreparedModule,
  request: BinariesRequest,
  name: ProgramName,
  context: FetchContext,
): Promise<FetchedProgram> {
  const path = join(context.directory, name);
  const tags = buildTags(request);
  const linker = linkerFlags(request, module.stamp);
  const flags = ['-trimpath', '-buildvcs=false', ...tags, '-ldflags', linker, '-o', path];
  const main = packageOf(request, name);
  await ticking(context, `building ${name} of ${describeRequest(request)}`, async (packages) => {
    packages.of = await countStale(main, tags, module.go);
    // with -v Go prints a package's name when it begins to compile it
    await runGo(['build', '-v', ...flags, main], { ...module.go, onLine: () => (packages.done += 1) });
  });
  return { name, path, provenance: { source: NAME, origin: module.origin, tools: { go: module.goVersion } } };
}

/** How many packages of a program the next build will compile; the others are in Go's own cache. */
async function countStale(main: string, tags: readonly string[], go: GoCommandOptions): Promise<number> {
  const list = [
    'list',
    '-deps',
    '-trimpath',
    '-buildvcs=false',
    ...tags,
    '-f',
    '{{if .Stale}}{{.ImportPath}}{{end}}',
    main,
  ];
  return (await runGo(list, go)).split('\n').filter((line) => line !== '').length;
}

/** Says every second how long `work` has been going on, and how many packages it says are done. */
async function ticking<T>(
  { onProgress }: FetchContext,
  what: string,
  work: (packages: { done: number; of: number }) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  const packages = { done: 0, of: 0 };
  const tick = (): void => {
    const elapsed = (performance.now() - start) / 1000;
    onProgress({ type: 'building', what, elapsed, ...(packages.of > 0 && { packages: { ...packages } }) });
  };
  tick();
  const timer = setInterval(tick, TICK_MS);
  try {
    return await work(packages);
  } finally {
    clearInterval(timer);
  }
}

async function goVersion(): Promise<string> {
  const { stdout } = await execa('go', ['env', 'GOVERSION']);
  return stdout.trim();
}
