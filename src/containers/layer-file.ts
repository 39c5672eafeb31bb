import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { execa } from 'execa';
import { sha256OfFile } from '../binaries/verify-program.js';
import type { Layer } from './image-archive.js';

/** A layer that is kept in a file. */
export async function layerFile(path: string): Promise<Layer> {
  const { size } = await stat(path);
  return { sha256: await sha256OfFile(path), size, open: () => createReadStream(path, { highWaterMark: 1 << 20 }) };
}

/** Packs everything in a folder as a layer, the same bytes for the same content. Owners are kept, so it is for root. */
export async function packFolder(folder: string, path: string, signal: AbortSignal | undefined): Promise<void> {
  const flags = ['--create', '--sort=name', '--mtime=@0', '--numeric-owner', '--format=gnu'];
  await execa('tar', [...flags, `--file=${path}`, `--directory=${folder}`, '.'], {
    stdin: 'ignore',
    ...(signal && { cancelSignal: signal }),
  });
}
