import type { Novelty } from '../corpus-entry.js';

/** Fields that a minor added, newest minor first. */
export const NOVELTIES: readonly Novelty[] = [];
