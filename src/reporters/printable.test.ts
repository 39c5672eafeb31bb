import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from './layout.js';
import { printable, printableValue } from './printable.js';
import { HOSTILE } from './testing/sample-run.js';
import { anyCharacter, anyText } from './testing/any-text.js';

const DANGEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('printable', () => {
  it('leaves names in any script and emoji alone', () => {
    expect(printable('apps/v1 Deployment ns/naïve-名前-🙂')).toBe('apps/v1 Deployment ns/naïve-名前-🙂');
  });

  it('writes control characters, bidirectional overrides and lone surrogates as escapes', () => {
    expect(printable(HOSTILE)).toMatchInlineSnapshot(
      `"\\u{1b}[2J\\u{7}<script>alert("1")</script> | \`x\` **b** [l](javascript:x) ]]> &amp; \\u{202e}gnp.exe \\u{d800} \\u{0} \\u{ffff}\\n# heading"`,
    );
  });

  it('never lets through a character that acts on a terminal', () => {
    fc.assert(fc.property(anyText(), (text) => !DANGEROUS.test(printable(text))));
  });
});

describe('printableValue', () => {
  it('shows a short value whole, with sorted keys', () => {
    expect(printableValue({ b: [1], a: 'x\ny' }, 40)).toBe('{"a":"x\\ny","b":[1]}');
  });

  it('shows a null', () => {
    expect(printableValue(null, 40)).toBe('null');
  });

  it('stays within its columns whatever the value, and shows that it was cut', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: anyCharacter }), fc.integer({ min: 4, max: 60 }), (value, width) => {
        const text = printableValue(value, width);
        const whole = printableValue(value, 1_000_000);
        expect(displayWidth(text)).toBeLessThanOrEqual(width);
        expect(text === whole || text.endsWith('…')).toBe(true);
      }),
    );
  });
});
