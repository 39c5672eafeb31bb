import { answerDifferences } from '../answer-differences.js';
import type { Guarantee } from '../guarantee.js';
import { ALPHA_WHILE_EMULATING, kep4330, WORDING } from '../sources.js';

/** Asked as dry runs: every object of the corpus, and each of them with something wrong. */
export const validation: Guarantee = {
  id: 'validation',
  sentence: 'A server accepts, refuses, warns and defaults as a fresh one of the version acted as',
  severity: 'violation',
  weaker: [WORDING, ALPHA_WHILE_EMULATING],
  source: kep4330('API Compatibility Versioning'),
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/answer-altered.yaml',
  appliesTo: (stop) => stop.oracle !== undefined,
  check: (stop) => answerDifferences(stop, 'validation'),
};
