import { printable } from './printable.js';
import { shorten } from './layout.js';

/** Long enough for every real name, short enough that a hostile one does not drown the page. */
const LONGEST = 300;

/** Text that Markdown shows as it is: on one line, no markup, no HTML, no list or heading at its start. */
export function prose(text: string): string {
  return shorten(printable(text).trim(), LONGEST)
    .replace(/[\\`*_[\]<>|~#!&$]/g, '\\$&')
    .replace(/^(\d*)([-+=.)])(?=[\s=-]|$)/, '$1\\$2');
}

/** A name or value as a code span, safe in a table cell too. Empty text gives nothing. */
export function code(text: string): string {
  const shown = shorten(printable(text), LONGEST);
  if (shown.trim() === '') return '';
  const runs = shown.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const space = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return fence + space + shown + space + fence;
}

/** The same inside a table, where a bar ends the cell even within a code span. */
export function codeCell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** A web address as a link, anything else as code. */
export function source(text: string): string {
  return /^https:\/\/[A-Za-z0-9./_~%#?=&+:@-]+$/.test(text) ? `<${text}>` : code(text);
}

/** A table; cells must be Markdown already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}
