import { readFile } from 'node:fs/promises';
import { canonicalLine } from '../../support/canonical-json.js';
import { messageOf, RehearseError } from '../../support/errors.js';
import { printable } from '../printable.js';
import type { PageData, StoreHistory } from './report-data.js';

/** Made by scripts/build-report.ts; three folders up both from the sources and from the build. */
const TEMPLATE = new URL('../../../dist/report.html', import.meta.url);

/** What the template has in the places of title and data. */
export const PLACES = { title: '%report-title%', page: '%report-page%', store: '%report-store%' } as const;

/** Reads the page without data. Fails when the build has not made it. */
export async function readTemplate(): Promise<string> {
  try {
    return await readFile(TEMPLATE, 'utf8');
  } catch (error) {
    throw new RehearseError({
      code: 'report-page-missing',
      message: `the page of the HTML report cannot be read: ${messageOf(error)}`,
      remedy: 'build the project: npm run build',
      cause: error,
    });
  }
}

/** Puts data into the template: one HTML file that needs nothing else. The same data gives the same bytes. */
export function renderPage(template: string, title: string, page: PageData, store: StoreHistory | null = null): string {
  const values: Record<string, string> = {
    [PLACES.title]: escapeText(printable(title)),
    [PLACES.page]: embedJson(page),
    [PLACES.store]: embedJson(store),
  };
  // one pass over the template, so that nothing in the data is taken for a place
  return template
    .split(/(%report-(?:title|page|store)%)/)
    .map((part) => values[part] ?? part)
    .join('');
}

/** JSON with sorted keys inside a script element: a `<` could end it, and U+2028 and U+2029 end lines in old parsers. */
function embedJson(value: unknown): string {
  return canonicalLine(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
