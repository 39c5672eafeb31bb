import { copyFile, link, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Gives a file, or a folder with all that is in it, a second name; copies what cannot have one, as on another file system. */
export async function linkTree(from: string, to: string): Promise<void> {
  if ((await stat(from)).isDirectory()) {
    await mkdir(to, { recursive: true, mode: 0o700 });
    for (const name of await readdir(from)) await linkTree(join(from, name), join(to, name));
    return;
  }
  await link(from, to).catch(() => copyFile(from, to));
}
