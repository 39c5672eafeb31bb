import type { Json } from '../../model/observation.js';

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/**
 * Parses JSON; an integer that a JavaScript number cannot hold exactly becomes its text, as for int64 in protobuf. Undefined when
 * the text is not JSON: no reason is given, since JSON.parse quotes the text and it may be a Secret's.
 */
export function parseJsonText(text: string): Json | undefined {
  try {
    return JSON.parse(/\d{16}/.test(text) ? text.replace(TOKENS, quoteUnsafe) : text) as Json;
  } catch {
    return undefined;
  }
}

function quoteUnsafe(token: string): string {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}
