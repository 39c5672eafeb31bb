const NO_WIDTH = /\p{M}/u;
const EMOJI = /\p{Emoji_Presentation}/u;

/** Columns that printable text takes on a terminal: two for East Asian wide characters and emoji, none for marks. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Cuts to `width` columns; what was cut, here or before (`cutBefore`), shows as an ellipsis. */
export function shorten(text: string, width: number, cutBefore = false): string {
  let used = 0;
  let end = 0;
  let endBeforeEllipsis = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) return `${text.slice(0, endBeforeEllipsis)}…`;
    end += character.length;
    if (used < width) endBeforeEllipsis = end;
  }
  return cutBefore ? `${text.slice(0, endBeforeEllipsis)}…` : text;
}

/** Fills up with spaces to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Breaks at spaces into lines of at most `width` columns, `indent` included; a word too long for a line is cut apart. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const room = Math.max(1, width - displayWidth(indent));
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => pieces(part, room))) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part) => indent + part);
}

/**
 * Aligned columns, two spaces apart. Where a row would be wider than `width`, every row becomes a block instead: its first cell on
 * a line of its own, the others wrapped below it.
 */
export function table(rows: readonly (readonly string[])[], width: number, indent = ''): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))),
  );
  const total = displayWidth(indent) + widths.reduce((sum, each) => sum + each + 2, -2);
  if (total <= width) {
    return rows.map(
      (row) =>
        indent +
        row
          .map((cell, at) => pad(cell, widths[at]!))
          .join('  ')
          .trimEnd(),
    );
  }
  return rows.flatMap(([first = '', ...others]) => [
    ...wrap(first, width, indent),
    ...wrap(others.filter((cell) => cell !== '').join('  '), width, `${indent}  `),
  ]);
}

function pieces(word: string, room: number): string[] {
  const result: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const next = characterWidth(character);
    if (piece !== '' && used + next > room) {
      result.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += next;
  }
  return [...result, piece];
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (NO_WIDTH.test(character)) return 0;
  return isWide(code) || EMOJI.test(character) ? 2 : 1;
}

/** The East Asian wide and full-width blocks, rounded outwards: a column too many is harmless, one too few breaks a line. */
function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xa960 && code <= 0xa97f) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x16fe0 && code <= 0x1b2ff) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}
