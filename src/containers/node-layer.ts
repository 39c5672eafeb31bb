import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packFolder } from './layer-file.js';
import { fillImageStore } from './image-store.js';
import { programImage, type ImageArchive } from './program-image.js';

/** What a node has beyond the root file system that all nodes share. Paths are of executables. */
export interface NodeParts {
  /** With the leading `v`, as kind reads it from /kind/version. */
  readonly version: string;
  /** The folder of files that are the same in every node. */
  readonly files: string;
  /** Name to path, for /usr/bin. */
  readonly kubernetes: Readonly<Record<'kubeadm' | 'kubelet' | 'kubectl', string>>;
  /** Name to path, for /usr/local/bin. */
  readonly containerd: Readonly<Record<'containerd' | 'containerd-shim-runc-v2' | 'ctr', string>>;
  /** The images of the control plane and of the pods' own container. */
  readonly images: readonly { readonly reference: string; readonly program: string; readonly path: string }[];
  /** The image of the pods' own container, one of `images`. */
  readonly pause: string;
}

/** Makes the layer of one release as the file `path`. */
export async function makeNodeLayer(path: string, parts: NodeParts, signal?: AbortSignal): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const work = await mkdtemp(join(dirname(path), '.node-'));
  try {
    const root = join(work, 'root');
    await cp(parts.files, root, { recursive: true });
    const put = async (file: string, content: string): Promise<void> => {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), content);
    };
    await put('kind/version', parts.version);
    const sandbox = `[plugins."io.containerd.cri.v1.images".pinned_images]\n  sandbox = ${JSON.stringify(parts.pause)}\n`;
    await put('etc/containerd/conf.d/sandbox.toml', sandbox);
    const wanted = join(root, 'etc/systemd/system/multi-user.target.wants');
    await mkdir(wanted, { recursive: true });
    for (const unit of ['containerd.service', 'kubelet.service']) await symlink(`../${unit}`, join(wanted, unit));
    for (const [folder, programs] of [
      ['usr/bin', parts.kubernetes],
      ['usr/local/bin', parts.containerd],
    ] as const) {
      await mkdir(join(root, folder), { recursive: true });
      for (const [name, source] of Object.entries(programs)) await cp(source, join(root, folder, name));
    }
    const images: ImageArchive[] = [];
    for (const { reference, program, path: source } of parts.images) {
      images.push(
        await programImage(reference, { name: program, path: source }, work, { entrypoint: program === 'pause' }),
      );
    }
    await fillImageStore(join(root, 'var/lib/containerd'), images, parts.containerd, signal);
    await packFolder(root, join(work, 'layer.tar'), signal);
    await rename(join(work, 'layer.tar'), path);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
