import { addMinors, minorOf } from '../../model/version.js';
import { refusedStart } from '../refused-start.js';

/** A binary that is to emulate what comes after it, as when the flags are upgraded before the binaries. */
export const illegalTriple = refusedStart<'illegal-triple'>(
  ({ version }) => ({ 'emulated-version': addMinors(minorOf(version.binary), 1) }),
  /emulation version \S+ is not between/,
);
