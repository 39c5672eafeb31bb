import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { requirePlatform } from '../binaries/platform.js';
import { imageArchive, programLayer } from './image-archive.js';

/** An image in a file, for `kind load image-archive` or `ctr images import`. */
export interface ImageArchive {
  /** Repository and tag. */
  readonly reference: string;
  /** Path of the archive. */
  readonly archive: string;
}

/**
 * Writes the image of one static program into `directory`: nothing else is in it, as /usr/local/bin/<name>. `entrypoint` makes the
 * program what runs unless a pod says otherwise; kubeadm's pods name their program themselves.
 */
export async function programImage(
  reference: string,
  program: { readonly name: string; readonly path: string },
  directory: string,
  options: { readonly entrypoint?: boolean } = {},
): Promise<ImageArchive> {
  const target = `usr/local/bin/${program.name}`;
  const layer = await programLayer([{ target, source: program.path }]);
  const archive = join(directory, `${reference.replace(/[^\w.-]+/g, '_')}.tar`);
  const settings = {
    reference,
    architecture: requirePlatform(),
    env: ['PATH=/usr/local/bin'],
    ...(options.entrypoint && { entrypoint: [`/${target}`] }),
  };
  await pipeline(imageArchive(settings, [layer]), createWriteStream(archive, { mode: 0o600 }));
  return { reference, archive };
}
