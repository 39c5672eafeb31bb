import { z } from 'zod';

// Messages of the schemas complete the sentence "found X, expected ...". issues.ts puts in what was found and where.

/** A mapping that takes these keys and no others. The message for an unknown key is the list of those it takes. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : undefined) });
}

/** A text that a pattern describes; `expected` says it in words. */
export function pattern(regex: RegExp, expected: string): z.ZodString {
  return z.string().regex(regex, { error: expected });
}

/** Any text but the empty one. */
export function words(): z.ZodString {
  return z.string().min(1, { error: 'a text that is not empty' });
}

/**
 * A text on one line, for flags and environment. A number or a boolean is taken as it was typed (build-tree's scalar
 * reader sees to that), so editors must let them pass too.
 */
export function line(): z.ZodString {
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  return pattern(/^[^\u0000-\u001f\u007f]*$/, 'a text on one line').meta({ type: ['string', 'number', 'boolean'] });
}

/** A version expression. */
export const version = pattern(
  /^(stable|n-[123]|1\.(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,3})(-(alpha|beta|rc)\.\d+)?)?)$/,
  'a version: stable, n-1 to n-3, a minor such as 1.36 or a release such as 1.36.3',
).meta({ type: ['string', 'number'] });
