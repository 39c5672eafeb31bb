import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { packTar, type TarSource } from 'modern-tar/fs';
import { canonicalJson } from '../support/canonical-json.js';

/** One layer of an image: a tar archive that can be read again and again, the same bytes each time. */
export interface Layer {
  /** Of the archive, in hex. */
  readonly sha256: string;
  /** Of the archive, in bytes. */
  readonly size: number;
  open(this: void): Readable;
}

/** What an image says about itself. */
export interface ImageSettings {
  /** Repository and tag, e.g. `registry.k8s.io/kube-apiserver:v1.37.2`. */
  readonly reference: string;
  /** As Go names it. */
  readonly architecture: string;
  readonly entrypoint?: readonly string[];
  /** `NAME=value` */
  readonly env: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
}

/** A file of the image: its place from the root without a leading slash, and where it is here. */
export interface ImageFile {
  readonly target: string;
  readonly source: string;
}

/** A layer of executables that belong to root. Reads every file once, for the sum. */
export async function programLayer(files: readonly ImageFile[]): Promise<Layer> {
  const open = (): Readable =>
    packed(files.map(({ source, target }) => ({ type: 'file', source, target, mode: 0o755, uid: 0, gid: 0 })));
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size, open };
}

/**
 * An image as `docker save` writes it, which `docker load`, `ctr images import` and `kind load image-archive` read. The bytes depend on
 * the arguments only.
 */
export function imageArchive(settings: ImageSettings, layers: readonly Layer[]): Readable {
  const { config, configName, manifest, layerNames } = describeImage(settings, layers);
  return packed([
    { type: 'content', target: 'manifest.json', content: manifest },
    { type: 'content', target: configName, content: config },
    ...layers.map((layer, index): TarSource => {
      // opened only when its turn comes
      const content = Readable.from(read(layer), { objectMode: false });
      return { type: 'stream', target: layerNames[index] ?? '', content, size: layer.size };
    }),
  ]);
}

/** The two JSON documents of an image, and what they call its parts; pure. */
export function describeImage(
  { reference, architecture, entrypoint, env, labels, stopSignal }: ImageSettings,
  layers: readonly Pick<Layer, 'sha256'>[],
): { config: string; configName: string; manifest: string; layerNames: string[] } {
  const config = canonicalJson({
    architecture,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: {
      Env: env,
      ...(entrypoint && { Entrypoint: entrypoint }),
      ...(labels && { Labels: labels }),
      ...(stopSignal && { StopSignal: stopSignal }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ sha256 }) => `sha256:${sha256}`) },
  });
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
  const layerNames = layers.map(({ sha256 }) => `${sha256}/layer.tar`);
  const manifest = canonicalJson([{ Config: configName, RepoTags: [reference], Layers: layerNames }]);
  return { config, configName, manifest, layerNames };
}

async function* read(layer: Layer): AsyncGenerator<Buffer> {
  for await (const chunk of layer.open() as AsyncIterable<Buffer>) yield chunk;
}

/** Times are left out, so that the same content is the same image. */
function packed(sources: TarSource[]): Readable {
  return packTar(
    sources.map((source) => ({ ...source, mtime: new Date(0) })),
    { concurrency: 1, map: (header) => ({ ...header, uname: '', gname: '', mtime: new Date(0) }) },
  );
}
