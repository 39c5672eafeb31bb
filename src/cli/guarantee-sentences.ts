import { GUARANTEES } from '../assertions/guarantees/index.js';
import type { GuaranteeSentences } from '../reporters/index.js';

/** What each guarantee says, for the reports, which know guarantees only by id. */
export const GUARANTEE_SENTENCES = Object.fromEntries(
  GUARANTEES.map(({ id, sentence }) => [id, sentence]),
) as GuaranteeSentences;
