import { KUBE_COMPONENTS } from '../../model/component.js';
import type { LedgerEntry } from '../../model/scenario.js';

/** A pair of minors as ledger entries name it. */
export type Pair = `1.${number} -> 1.${number}`;

/** What an entry says beside what it matches. */
export interface Because {
  readonly reason: string;
  readonly source: string;
}

/** One entry for each of the three components: they are built from one tree and know the same gates. */
export function gateEntries(versions: Pair, gate: string, because: Because): LedgerEntry[] {
  return KUBE_COMPONENTS.map((component) => ({
    id: `${component}-gate-${gate}`,
    guarantee: 'gates',
    versions,
    subject: `${component} gate ${gate}`,
    path: '',
    ...because,
  }));
}

/** One entry for each named path of one subject. */
export function pathEntries(
  versions: Pair,
  about: Pick<LedgerEntry, 'id' | 'guarantee' | 'subject'>,
  paths: readonly string[],
  because: Because,
): LedgerEntry[] {
  return paths.map((path) => ({
    ...about,
    id: path === '' ? about.id : `${about.id}-${path}`,
    versions,
    path,
    ...because,
  }));
}
