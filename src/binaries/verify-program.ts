import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { RehearseError, messageOf } from '../support/errors.js';

// Hashing 100 MB takes a tenth of a second and more, inside a transition's outage; a file whose inode, size and times
// are unchanged since this process hashed it is not hashed again.
const hashed = new Map<string, string>();

/** The sha256 of a file, in hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const key = await identityOf(path);
  const known = hashed.get(key);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  const sha256 = hash.digest('hex');
  // remembered only when nobody wrote to the file meanwhile
  if ((await identityOf(path)) === key) hashed.set(key, sha256);
  return sha256;
}

/** Call before every exec. Throws RehearseError `program-damaged` when the file is missing or not what it was. */
export async function verifyProgram(path: string, sha256: string): Promise<void> {
  let found: string;
  try {
    found = await sha256OfFile(path);
  } catch (cause) {
    throw damaged(`${path} cannot be read: ${messageOf(cause)}`, cause);
  }
  if (found !== sha256) throw damaged(`${path} was changed: its sha256 is ${found}, expected ${sha256}`);
}

async function identityOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

function damaged(message: string, cause?: unknown): RehearseError {
  return new RehearseError({
    code: 'program-damaged',
    message,
    remedy: 'run `kube-rehearse binaries ensure` for its version, which makes a damaged program again',
    cause,
  });
}
