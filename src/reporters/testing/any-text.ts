import fc from 'fast-check';

const SPECIAL = [
  '\u0000',
  '\u001b',
  '\n',
  '\u0085',
  '\u200b',
  '\u202e',
  '\u0301',
  '\ud800',
  '\udfff',
  '\uffff',
  '名',
  '🙂',
];

/** One UTF-16 string of any code point, lone surrogates included; those that make trouble come often. */
export const anyCharacter: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  fc.constantFrom(...SPECIAL),
);

/** Text that nobody should have to expect. */
export function anyText(constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ unit: anyCharacter, ...constraints });
}
