import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { RehearseError } from '../../support/errors.js';

const hashes = new Map<string, string>();

/**
 * sha256 of a running executable, hex; remembered by identity and change time, so that an unchanged one is read once.
 * Throws RehearseError `executable-gone`.
 */
export async function hashFile(path: string): Promise<string> {
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path).catch((error: unknown) => {
    throw new RehearseError({
      code: 'executable-gone',
      message: `cannot read the running executable ${path}`,
      remedy: 'the process ended; read its log',
      cause: error,
    });
  });
  const key = [dev, ino, size, mtimeMs, ctimeMs].join(':');
  const known = hashes.get(key);
  if (known) return known;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const digest = hash.digest('hex');
  hashes.set(key, digest);
  return digest;
}
