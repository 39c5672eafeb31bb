import { refusedStart } from '../refused-start.js';

/** A flag that was misspelt, or that a release has removed. */
export const wrongFlag = refusedStart<'wrong-flag'>(() => ({ 'no-such-flag': 'true' }), /unknown flag: --no-such-flag/);
