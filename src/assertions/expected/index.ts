import type { LedgerEntry } from '../../model/scenario.js';
import type { Minor } from '../../model/version.js';
import { FROM_1_33_TO_1_34 } from './1.33-to-1.34.js';
import { SURFACE_FROM_1_33_TO_1_34 } from './1.33-to-1.34-surface.js';
import { TIMESTAMPS_FROM_1_33_TO_1_34 } from './1.33-to-1.34-timestamps.js';
import { FROM_1_34_TO_1_35 } from './1.34-to-1.35.js';
import { SURFACE_FROM_1_34_TO_1_35 } from './1.34-to-1.35-surface.js';
import { FROM_1_35_TO_1_36 } from './1.35-to-1.36.js';
import { SURFACE_FROM_1_35_TO_1_36 } from './1.35-to-1.36-surface.js';
import { FROM_1_36_TO_1_37, onNode } from './1.36-to-1.37.js';
import { SURFACE_FROM_1_36_TO_1_37 } from './1.36-to-1.37-surface.js';

/** The project's own ledger, one to three files a pair of versions. */
export const PROJECT_LEDGER: readonly LedgerEntry[] = [
  ...FROM_1_33_TO_1_34,
  ...SURFACE_FROM_1_33_TO_1_34,
  ...TIMESTAMPS_FROM_1_33_TO_1_34,
  ...FROM_1_34_TO_1_35,
  ...SURFACE_FROM_1_34_TO_1_35,
  ...FROM_1_35_TO_1_36,
  ...SURFACE_FROM_1_35_TO_1_36,
  ...FROM_1_36_TO_1_37,
  ...SURFACE_FROM_1_36_TO_1_37,
];

/**
 * The upstream differences that the project accepts between two minors; none for a pair nobody has examined yet. `nodes` names
 * the nodes on which a kubelet runs: what it writes of them is there only where it is.
 */
export function ledgerFor(from: Minor, to: Minor, nodes: readonly string[] = []): readonly LedgerEntry[] {
  return [...PROJECT_LEDGER, ...nodes.flatMap(onNode)].filter((entry) => entry.versions === `${from} -> ${to}`);
}
