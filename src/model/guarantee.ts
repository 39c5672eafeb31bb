/** The ids of everything that is judged; docs/guarantees.md has sentence, severity and source of each. */
export const GUARANTEE_IDS = [
  'replaced',
  'binary',
  'triple',
  'self-report',
  'store-continues',
  'discovery',
  'gates',
  'openapi',
  'validation',
  'admission',
  'cel-new',
  'surface-returns',
  'corpus-complete',
  'workloads',
  'keys-accounted',
  'keys-kept',
  'content-unchanged',
  'storage-version',
  'served-unchanged',
  'default-objects',
  'rollback',
  'faults-landed',
  'writes-kept',
  'watches-complete',
] as const;

/** The id of a guarantee. */
export type GuaranteeId = (typeof GUARANTEE_IDS)[number];

/**
 * How bad it is when a guarantee is broken. It belongs to the guarantee and the strength of the upstream promise; a run
 * never chooses it.
 */
export type Severity = 'violation' | 'inconclusive' | 'note';
