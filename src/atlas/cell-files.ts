import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AtlasCell } from '../model/atlas.js';
import type { Question } from '../model/behaviour.js';
import { writeFileAtomically } from '../support/atomic-file.js';
import { canonicalJson, canonicalLine } from '../support/canonical-json.js';
import type { CellObservation } from './observation.js';

/** To be raised whenever the same cell would be described otherwise: what was kept before is then looked at again. */
const DESCRIPTION = 1;

/** The name under which a cell is kept: another one for other programs, another triple or mode, other questions, another description. */
export function cellKey(
  { version, mode }: AtlasCell,
  programs: CellObservation['programs'],
  questions: readonly Question[],
): string {
  return createHash('sha256')
    .update(canonicalLine({ description: DESCRIPTION, version, mode, programs, questions }))
    .digest('hex');
}

/** Reads a cell that was kept; undefined where there is none, and where the file is damaged or of another cell. */
export async function readCell(path: string, { id }: Pick<AtlasCell, 'id'>): Promise<CellObservation | undefined> {
  try {
    const kept = JSON.parse(await readFile(path, 'utf8')) as CellObservation;
    return kept.schemaVersion === 1 && kept.cell.id === id ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a cell, whole or not at all. */
export async function writeCell(path: string, observation: CellObservation): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, canonicalJson(observation), 0o644);
}
