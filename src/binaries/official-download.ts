import { basename, join } from 'node:path';
import { messageOf } from '../support/errors.js';
import { DEFAULT_LIMITS, Downloader, isMissing, isUnreachable, type DownloadLimits } from './http-download.js';
import { requirePlatform, type Architecture } from './platform.js';
import type { ProductName, ProgramName } from './products.js';
import { programsOf, type BinariesRequest } from './request.js';
import type { BinarySource, FetchContext } from './source.js';
import { extractFiles } from './tar-programs.js';

const NAME = 'official download';

/** Where the releases of each product are published: the folder that holds `vX.Y.Z`. `off`, or none, switches downloading off. */
export type DownloadSites = Readonly<Partial<Record<ProductName, string>>>;

/** Upstream's own sites, or the mirrors that KUBE_REHEARSE_DOWNLOAD_BASE (Kubernetes) and KUBE_REHEARSE_ETCD_DOWNLOAD_BASE etc. name. */
export function downloadSites(environment: NodeJS.ProcessEnv): DownloadSites {
  const onGithub = (product: ProductName, repository: string): string =>
    environment[`KUBE_REHEARSE_${product.toUpperCase()}_DOWNLOAD_BASE`] ||
    `https://github.com/${repository}/releases/download`;
  return {
    kubernetes: environment['KUBE_REHEARSE_DOWNLOAD_BASE'] || 'https://dl.k8s.io/release',
    etcd: onGithub('etcd', 'etcd-io/etcd'),
    kind: onGithub('kind', 'kubernetes-sigs/kind'),
    kwok: onGithub('kwok', 'kubernetes-sigs/kwok'),
    containerd: onGithub('containerd', 'containerd/containerd'),
  };
}

type Address = (name: ProgramName) => string;

/** How a release is published, its addresses relative to the release's folder: every program by itself, or all in an archive. */
type Publication =
  | { readonly form: 'programs'; readonly file: Address; readonly checksum: Address }
  | { readonly form: 'archive'; readonly file: string; readonly checksums: string; readonly folder: string };

function publicationOf(base: string, { product, version }: BinariesRequest, architecture: Architecture): Publication {
  switch (product) {
    case 'kubernetes': {
      const file: Address = (name) => `bin/linux/${architecture}/${name}`;
      return { form: 'programs', file, checksum: (name) => `${file(name)}.sha256` };
    }
    case 'kind': {
      const file: Address = (name) => `${name}-linux-${architecture}`;
      return { form: 'programs', file, checksum: (name) => `${file(name)}.sha256sum` };
    }
    case 'kwok': {
      // upstream publishes no checksum; GitHub tells what it hashed when the file was uploaded. A mirror has a file of its own
      const file: Address = (name) => `${name}-linux-${architecture}`;
      const isGithub = base.startsWith('https://github.com/');
      const told = `https://api.github.com/repos/kubernetes-sigs/kwok/releases/tags/v${version}`;
      return { form: 'programs', file, checksum: (name) => (isGithub ? told : `${file(name)}.sha256sum`) };
    }
    case 'etcd': {
      const folder = `etcd-v${version}-linux-${architecture}`;
      return { form: 'archive', file: `${folder}.tar.gz`, checksums: 'SHA256SUMS', folder };
    }
    case 'containerd': {
      const file = `containerd-${version}-linux-${architecture}.tar.gz`;
      return { form: 'archive', file, checksums: `${file}.sha256sum`, folder: 'bin' };
    }
  }
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
      if (base === undefined || base === 'off') return 'switched off';
      if (!URL.canParse(base)) return `${base} is not a URL`;
      if (!isTrusted(new URL(base))) return `${base} is plain HTTP, which proves nothing about who answers; use https`;
      return unreachable.get(new URL(base).origin);
    },
    isReleased: async (request, signal) => {
      const base = baseOf(sites, request);
      const downloader = new Downloader({ ...limits, attempts: 1 }, signal);
      try {
        await downloader.text(checksumsUrl(base, request));
        return true;
      } catch (error) {
        signal?.throwIfAborted();
        if (isUnreachable(error)) unreachable.set(new URL(base).origin, messageOf(error));
        return isMissing(error) ? false : undefined;
      } finally {
        await downloader.close();
      }
    },
    async *fetch(request, programs, context) {
      const base = baseOf(sites, request);
      const release = `${base}/v${request.version}`;
      const downloader = new Downloader(limits, context.signal);
      try {
        const publication = publicationOf(base, request, context.architecture);
        for await (const { name, path, url } of publication.form === 'programs'
          ? fetchPrograms(downloader, release, publication, programs, context)
          : fetchArchive(downloader, release, publication, programs, context)) {
          // still not executable: the caller sees to that when it keeps the file
          yield { name, path, provenance: { source: NAME, origin: url, tools: {} } };
        }
      } catch (error) {
        if (isUnreachable(error)) unreachable.set(new URL(base).origin, messageOf(error));
        throw error;
      } finally {
        await downloader.close();
      }
    },
  };
}

/** The site's address, only asked for once `unavailableReason` has found one. */
function baseOf(sites: DownloadSites, { product }: BinariesRequest): string {
  return (sites[product] ?? '').replace(/\/+$/, '');
}

/** A small file that every release of its product has. */
function checksumsUrl(base: string, request: BinariesRequest): string {
  const publication = publicationOf(base, request, requirePlatform());
  const [program = 'kind'] = programsOf(request);
  const file = publication.form === 'archive' ? publication.checksums : publication.checksum(program);
  return addressIn(`${base}/v${request.version}`, file);
}

function addressIn(release: string, file: string): string {
  return new URL(file, `${release}/`).href;
}

interface DownloadedProgram {
  readonly name: ProgramName;
  readonly path: string;
  readonly url: string;
}

async function* fetchPrograms(
  downloader: Downloader,
  release: string,
  publication: Publication & { form: 'programs' },
  programs: readonly ProgramName[],
  context: FetchContext,
): AsyncGenerator<DownloadedProgram> {
  for (const name of programs) {
    const url = `${release}/${publication.file(name)}`;
    const sums = await downloader.text(addressIn(release, publication.checksum(name)));
    const path = join(context.directory, name);
    await downloadChecked(downloader, url, path, sha256In(sums, basename(url)), context);
    yield { name, path, url };
  }
}

async function* fetchArchive(
  downloader: Downloader,
  release: string,
  { file, checksums, folder }: Publication & { form: 'archive' },
  programs: readonly ProgramName[],
  context: FetchContext,
): AsyncGenerator<DownloadedProgram> {
  const url = `${release}/${file}`;
  const expected = checksumFor(await downloader.text(`${release}/${checksums}`), file);
  const archive = join(context.directory, 'archive.tar.gz');
  await downloadChecked(downloader, url, archive, expected, context);
  const wanted = new Map(programs.map((name) => [`${folder}/${name}`, join(context.directory, name)]));
  await extractFiles(archive, wanted, context.signal);
  for (const name of programs) yield { name, path: join(context.directory, name), url };
}

/** The checksum of one file in a file of its own, or in GitHub's description of a release (REST API, `digest` of an asset). */
function sha256In(text: string, file: string): string | undefined {
  if (!text.startsWith('{')) return text.trim().split(/\s/)[0];
  const { assets = [] } = JSON.parse(text) as { assets?: readonly { name: string; digest?: string | null }[] };
  return assets.find(({ name }) => name === file)?.digest?.replace(/^sha256:/, '');
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

/** Plain HTTP is for servers on this machine only. */
function isTrusted({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}
