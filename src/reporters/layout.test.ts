import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, pad, shorten, table, wrap } from './layout.js';
import { printable } from './printable.js';
import { anyText } from './testing/any-text.js';

const shownText = anyText({ maxLength: 60 }).map(printable);

describe('displayWidth', () => {
  it.each([
    ['plain', 5],
    ['名前', 4],
    ['🙂', 2],
    ['e\u0301', 1],
    ['✓ •', 3],
  ])('counts the columns of %s as %i', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('shorten', () => {
  it('keeps what fits, to the last column', () => {
    expect(shorten('abcd', 4)).toBe('abcd');
  });

  it('cuts what does not fit and shows an ellipsis', () => {
    expect(shorten('abcde', 4)).toBe('abc…');
  });

  it('counts the ellipsis even where the last character shown has no width', () => {
    expect(shorten('abcde\u0301f', 5)).toBe('abcd…');
  });

  it('never exceeds its columns', () => {
    fc.assert(
      fc.property(
        shownText,
        fc.integer({ min: 2, max: 30 }),
        (text, width) => displayWidth(shorten(text, width)) <= width,
      ),
    );
  });
});

describe('wrap', () => {
  it('breaks at spaces and indents every line', () => {
    expect(wrap('one two three', 9, '  ')).toEqual(['  one two', '  three']);
  });

  it('cuts apart a word that is longer than a line', () => {
    expect(wrap('a abcdefgh', 4)).toEqual(['a', 'abcd', 'efgh']);
  });

  it('loses nothing but spaces and never exceeds its columns', () => {
    fc.assert(
      fc.property(shownText, fc.integer({ min: 4, max: 30 }), (text, width) => {
        const lines = wrap(text, width, '  ');
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});

describe('table', () => {
  const rows = [
    ['name', 'version', 'result'],
    ['名前', '1.36', 'safe'],
  ];

  it('aligns columns by what they show', () => {
    expect(table(rows, 40)).toEqual(['name  version  result', '名前  1.36     safe']);
  });

  it('puts the cells of a row below each other where the terminal is too narrow', () => {
    expect(table(rows, 18)).toEqual(['name', '  version  result', '名前', '  1.36  safe']);
  });

  it('is empty without rows', () => {
    expect(table([], 40)).toEqual([]);
  });
});

it('pad fills up to a width and leaves wider text alone', () => {
  expect([pad('a', 3), pad('abcd', 3)]).toEqual(['a  ', 'abcd']);
});
