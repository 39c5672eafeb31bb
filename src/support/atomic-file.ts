import { open, rename, rm } from 'node:fs/promises';

let written = 0;

/** Writes a file so that a reader sees the old content or the new, never a half: temporary file, fsync, rename. */
export async function writeFileAtomically(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  // unlike that of every other call, also at the same time on the same path
  const temporary = `${path}.${process.pid}-${(written += 1)}.tmp`;
  try {
    const file = await open(temporary, 'w', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
