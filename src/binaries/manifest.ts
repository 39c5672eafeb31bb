import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../support/atomic-file.js';
import { canonicalJson } from '../support/canonical-json.js';
import { PROGRAMS } from './products.js';

const program = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** In bytes. */
  size: z.int().nonnegative(),
  source: z.string(),
  origin: z.string(),
  tools: z.record(z.string(), z.string()),
});

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  programs: z.partialRecord(z.enum(PROGRAMS), program),
});

/** What the cache knows about one program. */
export type ManifestEntry = Readonly<z.infer<typeof program>>;

/** What the cache holds of one release on one architecture. */
export type Manifest = z.infer<typeof schema>;

/** Path of a release folder's manifest. */
export function manifestPath(directory: string): string {
  return join(directory, 'manifest.json');
}

/** Reads a manifest: an empty one when there is none, undefined when the file is damaged. */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    text = await readFile(manifestPath(directory), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { schemaVersion: 1, programs: {} };
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Writes a manifest; only for the holder of the release's lock, and only after the programs are complete. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  await writeFileAtomically(manifestPath(directory), canonicalJson(manifest), 0o644);
}
