import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, codeCell, prose, source } from './markdown.js';
import { HOSTILE } from './testing/sample-run.js';
import { anyText } from './testing/any-text.js';

describe('prose', () => {
  it('escapes everything that is markup', () => {
    expect(prose(HOSTILE)).toMatchInlineSnapshot(
      `"\\\\u{1b}\\[2J\\\\u{7}\\<script\\>alert("1")\\</script\\> \\| \\\`x\\\` \\*\\*b\\*\\* \\[l\\](javascript:x) \\]\\]\\> \\&amp; \\\\u{202e}gnp.exe \\\\u{d800} \\\\u{0} \\\\u{ffff}\\\\n\\# heading"`,
    );
  });

  it.each([
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['12) item', '12\\) item'],
    ['+ item', '\\+ item'],
    ['# title', '\\# title'],
    ['    code', 'code'],
    ['---', '\\---'],
    ['1.37.2 is new', '1.37.2 is new'],
    ['02-finalize', '02-finalize'],
  ])('keeps "%s" from becoming a block', (text, markdown) => {
    expect(prose(text)).toBe(markdown);
  });

  it('leaves no bar, angle bracket or backtick unescaped', () => {
    fc.assert(fc.property(anyText(), (text) => !/(?<!\\)(\\\\)*[|<>`*[\]]/.test(prose(text).replace(/\\[^\\]/g, ''))));
  });
});

describe('code', () => {
  it('uses a fence longer than any inside', () => {
    expect(code('a ``b`` c')).toBe('```a ``b`` c```');
  });

  it('keeps a backtick at an end apart from the fence', () => {
    expect(code('`a')).toBe('`` `a ``');
  });

  it('gives nothing for nothing', () => {
    expect(code('')).toBe('');
  });

  it('cannot be closed from within', () => {
    const withTicks = fc.string({ unit: fc.constantFrom('`', 'a', ' ', '|'), minLength: 1 });
    fc.assert(
      fc.property(withTicks, (text) => {
        const span = code(text);
        fc.pre(span !== '');
        const fence = /^`+/.exec(span)![0];
        const inside = span.slice(fence.length, -fence.length);
        expect(inside.match(/`+/g) ?? []).not.toContain(fence);
        expect(inside).not.toMatch(/^`|`$/);
      }),
    );
  });
});

it('codeCell does not end a table cell', () => {
  expect(codeCell('a|b')).toBe('`a\\|b`');
});

it('source links a plain https address and nothing else', () => {
  expect(source('https://example.org/a?b=c#L4')).toBe('<https://example.org/a?b=c#L4>');
  expect(source('javascript:alert(1)')).toBe('`javascript:alert(1)`');
  expect(source('https://a> <script>')).toBe('`https://a> <script>`');
});
