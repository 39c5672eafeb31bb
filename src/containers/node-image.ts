import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { cacheDirectory } from '../binaries/cache.js';
import { defaultCataloguePath, loadCatalogue, type Catalogue } from '../binaries/catalogue.js';
import { defaultSources, ensureBinaries, type EnsuredBinaries } from '../binaries/ensure.js';
import { withFileLock } from '../binaries/file-lock.js';
import { concerns, type BinariesOverride } from '../binaries/overrides.js';
import { requirePlatform } from '../binaries/platform.js';
import { describeProgress } from '../binaries/progress.js';
import { toolRequest } from '../binaries/request.js';
import { KUBE_COMPONENTS } from '../model/component.js';
import type { Release } from '../model/version.js';
import { RehearseError, messageOf } from '../support/errors.js';
import { baseLayer, imageImpossible, missingForMaking } from './base-layer.js';
import { docker } from './docker.js';
import { findEngine } from './engine.js';
import { imageArchive } from './image-archive.js';
import { layerFile } from './layer-file.js';
import { makeNodeLayer, type NodeParts } from './node-layer.js';
import { ownProgram } from './own-programs.js';

/** Repository of the images that are made here, and the label that tells them from all others. */
const REPOSITORY = 'kube-rehearse/node';
const LABEL = 'io.kube-rehearse=node-image';
const FILES = fileURLToPath(new URL('../../clusters/node-image/root/', import.meta.url));

/** An image for kind's nodes, which the engine has. */
export interface NodeImage {
  /** For kind's `--image`. */
  readonly reference: string;
  /** A published image holds kind's own network, proxy and name server as well; one that was made here needs none. */
  readonly source: 'published' | 'built';
  /** What has to be in a KubeletConfiguration for it to run on this machine; an image that was made here sees to that itself. */
  readonly kubeletSettings: Readonly<Record<string, unknown>>;
}

/** How a node image is come by. */
export interface NodeImageOptions {
  /** The etcd that the cluster is to have. */
  readonly etcdVersion: string;
  /** `--binaries`, for the release's programs. */
  readonly overrides?: readonly BinariesOverride[];
  readonly cache?: string;
  readonly signal?: AbortSignal | undefined;
  readonly tell?: (message: string) => void;
}

/**
 * Makes sure that the engine has an image for the nodes of a release: the published one where clusters/versions.yaml knows its digest and
 * a registry answers, else one that is made here of the release's programs and the distribution's packages, once for each content.
 * Calls at the same time do the work once.
 *
 * Throws RehearseError `node-image-impossible` where it cannot be made, and what getting the programs throws.
 */
export async function ensureNodeImage(release: Release, options: NodeImageOptions): Promise<NodeImage> {
  const { signal, tell = () => undefined, cache = cacheDirectory() } = options;
  const catalogue = await loadCatalogue(defaultCataloguePath());
  // programs of the user's own are in no published image
  const own = options.overrides?.some((override) => concerns(override, { product: 'kubernetes', version: release }));
  const published = own ? undefined : await publishedImage(catalogue, release, signal, tell);
  if (published) return published;
  const waiting = { signal, onWaiting: () => tell('waiting for another run that makes a node image') };
  return withFileLock(join(cache, 'locks', 'node-image.lock'), waiting, () =>
    builtImage(catalogue, release, { ...options, tell, cache }),
  );
}

/** The images in the engine that were made here; the cache holds each of them too. */
export async function listNodeImages(): Promise<string[]> {
  const format = '{{.Repository}}:{{.Tag}}';
  const list = await docker(['image', 'ls', '--filter', `label=${LABEL}`, '--format', format]);
  return list.split('\n').filter((line) => line !== '');
}

/** Removes images that were made here and that no container uses; gives their references. */
export async function removeNodeImages(): Promise<string[]> {
  const removed: string[] = [];
  for (const reference of await listNodeImages()) {
    // without force: docker refuses while a container uses it
    const gone = await docker(['image', 'rm', reference]).then(
      () => true,
      () => false,
    );
    if (gone) removed.push(reference);
  }
  return removed;
}

async function publishedImage(
  catalogue: Catalogue,
  release: Release,
  signal: AbortSignal | undefined,
  tell: (message: string) => void,
): Promise<NodeImage | undefined> {
  const digest = catalogue.nodeImages[release];
  if (digest === undefined) return undefined;
  const reference = `kindest/node:v${release}@${digest}`;
  if (!(await isThere(reference))) {
    tell(`pulling ${reference}`);
    try {
      await docker(['pull', '--quiet', reference], { signal, timeoutMs: 900_000 });
    } catch (error) {
      signal?.throwIfAborted();
      tell(`${reference} cannot be had, so the image is made here: ${messageOf(error)}`);
      return undefined;
    }
  }
  // kubelets from 1.35 on refuse version 1 unless told
  const kubeletSettings = (await findEngine()).cgroupVersion === 1 ? { failCgroupV1: false } : {};
  return { reference, source: 'published', kubeletSettings };
}

type Build = Required<Pick<NodeImageOptions, 'etcdVersion' | 'cache' | 'tell'>> &
  Pick<NodeImageOptions, 'signal' | 'overrides'>;

async function builtImage(catalogue: Catalogue, release: Release, build: Build): Promise<NodeImage> {
  const { cache, signal, tell } = build;
  const { parts, key } = await partsOf(catalogue, release, build);
  const folder = join(cache, 'node-image');
  const base = await baseLayer(folder, { signal, tell });
  const hash = createHash('sha256').update(`${base.sha256}\0${key}`).digest('hex').slice(0, 12);
  const reference = `${REPOSITORY}:v${release}-${hash}`;
  const image: NodeImage = { reference, source: 'built', kubeletSettings: {} };
  if (await isThere(reference)) return image;
  const path = join(folder, `v${release}-${hash}.tar`);
  if ((await stat(path).catch(() => undefined)) === undefined) {
    const reason = await missingForMaking(['tar']);
    if (reason !== undefined) throw imageImpossible(reason);
    tell(`making the node image of ${release}`);
    await makeNodeLayer(path, parts, signal);
  }
  tell(`loading ${reference}`);
  const [name = '', value = ''] = LABEL.split('=');
  const settings = {
    reference,
    architecture: requirePlatform(),
    entrypoint: ['/usr/local/bin/entrypoint', '/sbin/init'],
    // tells systemd where it is
    env: ['container=docker', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    labels: { [name]: value },
    // systemd's word for halting
    stopSignal: 'SIGRTMIN+3',
  };
  const input = imageArchive(settings, [base, await layerFile(path)]);
  await docker(['load'], { input, signal, timeoutMs: 600_000 });
  return image;
}

/** Everything that a node of the release is made of, and a key that changes with any of it. */
async function partsOf(
  catalogue: Catalogue,
  release: Release,
  { cache, signal, tell, etcdVersion, overrides = [] }: Build,
): Promise<{ parts: NodeParts; key: string }> {
  const with_ = {
    cache,
    overrides,
    signal,
    sources: defaultSources(process.env, cache),
    onProgress: (progress: Parameters<typeof describeProgress>[0]) => tell(describeProgress(progress)),
  };
  const programs = [...KUBE_COMPONENTS, 'kubeadm', 'kubelet', 'kubectl'] as const;
  const kubernetes = await ensureBinaries({ product: 'kubernetes', version: release, programs }, with_);
  const containerd = await ensureBinaries(toolRequest(catalogue, 'containerd'), with_);
  const etcd = await ensureBinaries(
    { product: 'etcd', version: etcdVersion, programs: ['etcd'], pairedWith: release },
    with_,
  );
  const pause = await ownProgram('pause', cache, signal);
  const references = await imagesOfKubeadm(pathIn(kubernetes, 'kubeadm'), release);
  const etcdReference = references.find((reference) => reference.startsWith('registry.k8s.io/etcd:')) ?? '';
  const pauseReference = references.find((reference) => reference.startsWith('registry.k8s.io/pause:')) ?? '';
  if (!etcdReference.startsWith(`registry.k8s.io/etcd:${etcdVersion}-`)) {
    throw new RehearseError({
      code: 'node-image-impossible',
      message: `kubeadm ${release} starts ${etcdReference || 'no etcd'}, not etcd ${etcdVersion}`,
      remedy: 'use the release that clusters/versions.yaml names for its minor, or correct its etcd there',
    });
  }
  const parts: NodeParts = {
    version: `v${release}`,
    files: FILES,
    kubernetes: {
      kubeadm: pathIn(kubernetes, 'kubeadm'),
      kubelet: pathIn(kubernetes, 'kubelet'),
      kubectl: pathIn(kubernetes, 'kubectl'),
    },
    containerd: {
      containerd: pathIn(containerd, 'containerd'),
      'containerd-shim-runc-v2': pathIn(containerd, 'containerd-shim-runc-v2'),
      ctr: pathIn(containerd, 'ctr'),
    },
    images: [
      { reference: etcdReference, program: 'etcd', path: pathIn(etcd, 'etcd') },
      { reference: pauseReference, program: 'pause', path: pause.path },
      ...KUBE_COMPONENTS.map((component) => ({
        reference: referenceOf(references, component),
        program: component,
        path: pathIn(kubernetes, component),
      })),
    ],
    pause: pauseReference,
  };
  const sums = [kubernetes, containerd, etcd].map(({ programs }) =>
    Object.values(programs).map(({ sha256 }) => sha256),
  );
  return { parts, key: JSON.stringify([sums, pause.key, references, await sumOfFolder(FILES), requirePlatform()]) };
}

function pathIn({ programs }: EnsuredBinaries, name: keyof EnsuredBinaries['programs']): string {
  return programs[name]?.path ?? '';
}

function referenceOf(references: readonly string[], component: string): string {
  return references.find((reference) => reference.startsWith(`registry.k8s.io/${component}:`)) ?? '';
}

async function imagesOfKubeadm(kubeadm: string, release: Release): Promise<string[]> {
  const { stdout } = await execa(kubeadm, ['config', 'images', 'list', '--kubernetes-version', `v${release}`], {
    stdin: 'ignore',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

async function isThere(reference: string): Promise<boolean> {
  return docker(['image', 'inspect', reference]).then(
    () => true,
    () => false,
  );
}

async function sumOfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const path of entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(`${path.slice(folder.length)}\0${(await stat(path)).mode & 0o111}\0`).update(await readFile(path));
  }
  return hash.digest('hex');
}
