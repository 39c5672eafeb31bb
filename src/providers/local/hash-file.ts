import { sha256OfFile } from '../../binaries/verify-program.js';
import { RehearseError } from '../../support/errors.js';

/**
 * sha256 of a running executable, hex. A program that was verified before its start is the same file, and is not read
 * again. Throws RehearseError `executable-gone`.
 */
export async function hashFile(path: string): Promise<string> {
  try {
    return await sha256OfFile(path);
  } catch (cause) {
    throw new RehearseError({
      code: 'executable-gone',
      message: `cannot read the running executable ${path}`,
      remedy: 'the process ended; read its log',
      cause,
    });
  }
}
