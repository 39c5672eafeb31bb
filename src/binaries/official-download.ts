import { basename, join } from 'node:path';
import { messageOf } from '../support/errors.js';
import { DEFAULT_LIMITS, Downloader, isMissing, isUnreachable, type DownloadLimits } from './http-download.js';
import { requirePlatform } from './platform.js';
import type { BinariesRequest, ProgramName } from './request.js';
import type { BinarySource, FetchContext, FetchedProgram } from './source.js';
import { extractFiles } from './tar-programs.js';

const NAME = 'official download';

/** Where releases are published. */
export interface DownloadSites {
  /** Holds `vX.Y.Z/bin/linux/ARCH/NAME` and `NAME.sha256`; `off` switches downloading off. */
  readonly kubernetes: string;
  /** Holds `vX.Y.Z/etcd-vX.Y.Z-linux-ARCH.tar.gz` and `SHA256SUMS`; `off` switches downloading off. */
  readonly etcd: string;
}

/** Upstream's own sites, or the mirrors that KUBE_REHEARSE_DOWNLOAD_BASE and KUBE_REHEARSE_ETCD_DOWNLOAD_BASE name. */
export function downloadSites(environment: NodeJS.ProcessEnv): DownloadSites {
  return {
    kubernetes: environment['KUBE_REHEARSE_DOWNLOAD_BASE'] || 'https://dl.k8s.io/release',
    etcd: environment['KUBE_REHEARSE_ETCD_DOWNLOAD_BASE'] || 'https://github.com/etcd-io/etcd/releases/download',
  };
}

/**
 * Upstream's published executables. Each is compared with the checksum published beside it while it is still an ordinary
 * file under a temporary name. That finds what was damaged on the way; that upstream published it is vouched for by TLS.
 */
export function officialDownload(sites: DownloadSites, limits: DownloadLimits = DEFAULT_LIMITS): BinarySource {
  // by origin, so that only the first request to a site that cannot be reached waits for it
  const unreachable = new Map<string, string>();
  return {
    name: NAME,
    unavailableReason: async ({ product }) => {
      const base = sites[product];
      if (base === 'off') return 'switched off';
      if (!URL.canParse(base)) return `${base} is not a URL`;
      if (!isTrusted(new URL(base))) return `${base} is plain HTTP, which proves nothing about who answers; use https`;
      return unreachable.get(new URL(base).origin);
    },
    isReleased: async (request, signal) => {
      const downloader = new Downloader({ ...limits, attempts: 1 }, signal);
      try {
        await downloader.text(checksumsUrl(sites[request.product].replace(/\/+$/, ''), request));
        return true;
      } catch (error) {
        signal?.throwIfAborted();
        if (isUnreachable(error)) unreachable.set(new URL(sites[request.product]).origin, messageOf(error));
        return isMissing(error) ? false : undefined;
      } finally {
        await downloader.close();
      }
    },
    async *fetch(request, programs, context) {
      const base = sites[request.product].replace(/\/+$/, '');
      const release = `${base}/v${request.version}`;
      const downloader = new Downloader(limits, context.signal);
      try {
        if (request.product === 'kubernetes') yield* fetchPrograms(downloader, release, programs, context);
        else yield* fetchArchive(downloader, release, request.version, programs, context);
      } catch (error) {
        if (isUnreachable(error)) unreachable.set(new URL(base).origin, messageOf(error));
        throw error;
      } finally {
        await downloader.close();
      }
    },
  };
}

/** A small file that every release of its product has. */
function checksumsUrl(base: string, { product, version }: BinariesRequest): string {
  const release = `${base}/v${version}`;
  return product === 'kubernetes'
    ? `${release}/bin/linux/${requirePlatform()}/kube-apiserver.sha256`
    : `${release}/SHA256SUMS`;
}

async function* fetchPrograms(
  downloader: Downloader,
  release: string,
  programs: readonly ProgramName[],
  context: FetchContext,
): AsyncGenerator<FetchedProgram> {
  for (const name of programs) {
    const url = `${release}/bin/linux/${context.architecture}/${name}`;
    const expected = (await downloader.text(`${url}.sha256`)).trim().split(/\s/)[0];
    const path = join(context.directory, name);
    await downloadChecked(downloader, url, path, expected, context);
    yield fetched(name, path, url);
  }
}

async function* fetchArchive(
  downloader: Downloader,
  release: string,
  version: string,
  programs: readonly ProgramName[],
  context: FetchContext,
): AsyncGenerator<FetchedProgram> {
  const folder = `etcd-v${version}-linux-${context.architecture}`;
  const url = `${release}/${folder}.tar.gz`;
  const expected = checksumFor(await downloader.text(`${release}/SHA256SUMS`), basename(url));
  const archive = join(context.directory, 'archive.tar.gz');
  await downloadChecked(downloader, url, archive, expected, context);
  const wanted = new Map(programs.map((name) => [`${folder}/${name}`, join(context.directory, name)]));
  await extractFiles(archive, wanted, context.signal);
  for (const name of programs) yield fetched(name, join(context.directory, name), url);
}

/** Picks one file out of the output format of sha256sum(1). */
function checksumFor(sums: string, file: string): string | undefined {
  const lines = sums.split('\n').map((line) => line.trim().split(/\s+\*?/));
  return lines.find(([, name]) => name === file)?.[0];
}

async function downloadChecked(
  downloader: Downloader,
  url: string,
  path: string,
  expected: string | undefined,
  { onProgress }: FetchContext,
): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(expected ?? '')) throw new Error(`${url}: no sha256 is published for it`);
  const file = basename(url);
  const found = await downloader.file(url, path, (received, total, secondsLeft) =>
    onProgress({ type: 'downloading', file, received, total, secondsLeft }),
  );
  if (found !== expected) throw new Error(`${url}: wrong checksum, sha256 ${found} where ${expected} is published`);
}

/** Still not executable: the caller sees to that when it keeps the file. */
function fetched(name: ProgramName, path: string, origin: string): FetchedProgram {
  return { name, path, provenance: { source: NAME, origin, tools: {} } };
}

/** Plain HTTP is for servers on this machine only. */
function isTrusted({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}
