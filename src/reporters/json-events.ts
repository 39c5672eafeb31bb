import { canonicalLine } from '../support/canonical-json.js';
import { nowAndThen } from './now-and-then.js';
import { reporter, type OutputStream, type Reporter } from './reporter.js';

/** What JSON leaves as it is although a terminal may act on it or hide it. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Every event as one line of JSON with sorted keys, for programs. */
export function jsonReporter(stream: OutputStream): Reporter {
  return reporter(
    nowAndThen((event) => {
      stream.write(`${canonicalLine(event).replace(UNSAFE, escapeForJson)}\n`);
    }),
  );
}

function escapeForJson(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
