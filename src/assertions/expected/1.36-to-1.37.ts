import type { LedgerEntry } from '../../model/scenario.js';

/** What real 1.36 and 1.37 binaries do differently although upstream promises otherwise; each with its source. */
export const FROM_1_36_TO_1_37: readonly LedgerEntry[] = [];
