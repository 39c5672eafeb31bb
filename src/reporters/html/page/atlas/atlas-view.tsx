import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Atlas } from '../../../../model/atlas.js';
import { ThemeToggle } from '../theme-toggle.js';
import { CellPage } from './cell-page.js';
import { DifferencePage } from './difference-page.js';
import { Overview } from './overview.js';
import { hrefOf, routeOf, type Route } from './route.js';
import { SearchPage } from './search-page.js';

const PAGES: readonly (readonly [string, Route])[] = [
  ['Cells', { page: 'overview' }],
  ['Difference', { page: 'difference', before: '', after: '' }],
  ['Search', { page: 'search', text: '' }],
];

/** The site of an atlas: the part that the address names. Another part begins at its top, with the focus on its heading. */
export function AtlasView({ atlas }: { readonly atlas: Atlas }): JSX.Element {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const follow = (): void => {
      const next = routeOf(location.hash);
      setRoute((now) => (sameView(now, next) ? now : next));
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const first = useRef(true);
  useEffect(() => {
    const heading = main.current?.querySelector('h1');
    document.title = `${heading?.textContent ?? ''} · atlas of ${atlas.binaries.join(', ')}`;
    if (!first.current) {
      scrollTo({ top: 0, behavior: 'instant' });
      heading?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [route]);
  return (
    <>
      <div class="bar">
        <nav class="bar-inner" aria-label="Parts of the atlas">
          <ul>
            {PAGES.map(([title, to]) => (
              <li key={title}>
                <a href={hrefOf(to)} aria-current={to.page === route.page ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
          <ThemeToggle />
        </nav>
      </div>
      <main ref={main}>{pageOf(atlas, route)}</main>
    </>
  );
}

/** What is typed into the search goes behind the address too, and must not begin the page anew. */
function sameView(a: Route, b: Route): boolean {
  return hrefOf(a) === hrefOf(b) || (a.page === 'search' && b.page === 'search' && b.text !== '');
}

function pageOf(atlas: Atlas, route: Route): JSX.Element {
  switch (route.page) {
    case 'overview':
      return <Overview atlas={atlas} />;
    case 'cell':
      return <CellPage key={route.cell} atlas={atlas} id={route.cell} />;
    case 'difference':
      return <DifferencePage atlas={atlas} before={route.before} after={route.after} />;
    case 'search':
      return <SearchPage atlas={atlas} text={route.text} />;
  }
}
