import { createReadStream, createWriteStream } from 'node:fs';
import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { createTarDecoder, type ParsedTarEntry, type TarHeader } from 'modern-tar';

/**
 * Takes files out of a gzipped tar archive: `wanted` maps names in the archive to paths to write (not executable). An archive
 * that holds anything but plain files and folders with plain relative names is refused whole, wanted or not: an upstream
 * release has no such entry, so this is not one. Throws also when a wanted file is missing or the archive is cut off.
 */
export async function extractFiles(
  archive: string,
  wanted: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<void> {
  const missing = new Set(wanted.keys());
  const decoder = createTarDecoder({ strict: true });
  const unpack = async (entries: AsyncIterable<ParsedTarEntry>): Promise<void> => {
    for await (const { header, body } of entries) {
      const reason = refusal(header);
      if (reason !== undefined) throw new Error(`the archive is refused: ${JSON.stringify(header.name)} ${reason}`);
      const path = header.type === 'directory' ? undefined : wanted.get(header.name);
      if (path === undefined) {
        await body.cancel();
      } else if (missing.delete(header.name)) {
        await pipeline(body, createWriteStream(path, { mode: 0o600 }));
      } else {
        throw new Error(`the archive is refused: it holds ${header.name} twice`);
      }
    }
  };
  await pipeline(
    createReadStream(archive),
    createGunzip(),
    Duplex.fromWeb(decoder, { objectMode: true }),
    unpack,
    signal ? { signal } : {},
  );
  if (missing.size > 0) throw new Error(`the archive lacks ${[...missing].join(', ')}`);
}

function refusal(header: TarHeader): string | undefined {
  const { type = 'file', name } = header;
  if (type !== 'file' && type !== 'directory') return `is a ${type}`;
  if (name.startsWith('/')) return 'is an absolute path';
  if (name.split('/').includes('..')) return 'climbs out of its folder';
  return undefined;
}
