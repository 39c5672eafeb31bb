import { canonicalLine } from '../support/canonical-json.js';
import { shorten } from './layout.js';

/**
 * Control characters, invisible formatting (bidirectional overrides, zero-width characters), lone surrogates, private use
 * and noncharacters: what can move a cursor, hide text, or is not allowed in XML.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text on one line, with everything that is not visible written as an escape such as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => SHORT[character] ?? codePoint(character));
}

/** A value as JSON on one line with sorted keys, at most `width` columns. */
export function printableValue(value: unknown, width: number): string {
  const text = canonicalLine(value);
  // Cut before escaping: a stored object can be megabytes long and only its start is shown.
  return shorten(printable(text.slice(0, width * 2)), width, text.length > width * 2);
}

function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
