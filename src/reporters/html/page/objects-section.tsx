import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { StopView, StoreHistory } from '../report-data.js';
import { ObjectsBrowser } from './objects-browser.js';
import { StoredObjects } from './stored-objects.js';

/** Every key that was ever stored. Read from the page only when the section comes into sight: it can be megabytes. */
export function ObjectsSection({ stops }: { readonly stops: readonly StopView[] }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [objects, setObjects] = useState<StoredObjects | null>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        setObjects(readObjects());
      },
      { rootMargin: '300px' },
    );
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} class="objects">
      {objects === null ? (
        <p class="empty">Every key of etcd at every stop; the list is made when it comes into sight.</p>
      ) : objects.keys.length === 0 ? (
        <p class="empty">No stop was observed to its end.</p>
      ) : (
        <ObjectsBrowser objects={objects} stops={stops} />
      )}
    </div>
  );
}

function readObjects(): StoredObjects {
  return new StoredObjects(JSON.parse(document.getElementById('store-data')!.textContent) as StoreHistory);
}
