import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Pixels; every row has this height. */
export const ROW_HEIGHT = 28;

const OUT_OF_SIGHT = 12;

/** Which rows of a scrolled container exist: those in sight and some around them. */
export function useVirtualRows(count: number): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly first: number;
  readonly last: number;
  readonly onScroll: () => void;
} {
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  useEffect(() => {
    if (ref.current) setHeight(ref.current.clientHeight);
  }, []);
  useEffect(() => {
    // another search: its first rows are what one wants to see
    if (ref.current) ref.current.scrollTop = 0;
    setTop(0);
  }, [count]);
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - OUT_OF_SIGHT);
  const last = Math.min(count, Math.ceil((top + height) / ROW_HEIGHT) + OUT_OF_SIGHT);
  return { ref, first, last, onScroll: () => setTop(ref.current?.scrollTop ?? 0) };
}
