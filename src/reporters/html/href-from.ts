import { dirname, relative, resolve, sep } from 'node:path';

/** How a page links to another file: relative, so that both can be moved together, and encoded as a URL. */
export function hrefFrom(page: string, file: string): string {
  return relative(dirname(resolve(page)), file)
    .split(sep)
    .map(encodeURIComponent)
    .join('/');
}
