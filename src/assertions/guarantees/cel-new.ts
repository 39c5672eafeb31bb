import { answerDifferences } from '../answer-differences.js';
import type { Guarantee } from '../guarantee.js';
import { kep4330, WORDING } from '../sources.js';

/** Decided by the min-compatibility version: what is stored must be readable after a rollback to it. */
export const celNew: Guarantee = {
  id: 'cel-new',
  sentence: 'An expression can newly be written where, and only where, a fresh server of the same triple takes it',
  severity: 'violation',
  weaker: [WORDING],
  source: kep4330('CEL Environment Compatibility Versioning'),
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/cel-accepted.yaml',
  appliesTo: (stop) => stop.oracle !== undefined,
  check: (stop) => answerDifferences(stop, 'cel-new'),
};
