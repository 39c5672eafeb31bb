/** Which part of an atlas is shown; it stands behind the address, so that a link leads there. */
export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'cell'; readonly cell: string }
  /** Empty where none is chosen yet. */
  | { readonly page: 'difference'; readonly before: string; readonly after: string }
  | { readonly page: 'search'; readonly text: string };

/** Reads the part behind `#`; whatever is none leads to the overview. */
export function routeOf(hash: string): Route {
  const [page, ...parts] = hash.replace(/^#\//, '').split('/').map(decoded);
  const [first = '', second = ''] = parts;
  switch (page) {
    case 'cell':
      return { page, cell: first };
    case 'difference':
      return { page, before: first, after: second };
    case 'search':
      return { page, text: first };
    default:
      return { page: 'overview' };
  }
}

/** The address of a part of the atlas. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'overview':
      return '#/';
    case 'cell':
      return `#/cell/${encoded(route.cell)}`;
    case 'difference':
      return `#/difference/${encoded(route.before)}/${encoded(route.after)}`;
    case 'search':
      return `#/search/${encoded(route.text)}`;
  }
}

/** encodeURIComponent refuses half a surrogate pair. */
function encoded(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}

/** What somebody typed may be no encoding of anything. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
