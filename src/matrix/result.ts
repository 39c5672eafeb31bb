import type { Release } from '../model/version.js';
import type { Row } from './cell.js';

/** What all starts together say; the content of matrix.json. */
export interface MatrixResult {
  readonly schemaVersion: 1;
  readonly harnessVersion: string;
  readonly etcd: string;
  readonly binaries: readonly Release[];
  /** Emulated versions to which the starts were restricted. */
  readonly emulated: readonly string[] | 'all';
  readonly outcome: Row['outcome'];
  readonly rows: readonly Row[];
}

/** The worst of all rows; no row at all is not a pass. */
export function outcomeOf(rows: readonly Row[]): Row['outcome'] {
  if (rows.some(({ outcome }) => outcome === 'fail')) return 'fail';
  return rows.length > 0 && rows.every(({ outcome }) => outcome === 'pass') ? 'pass' : 'inconclusive';
}
