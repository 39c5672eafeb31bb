import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { digits } from './words.js';

const PAGE = 50;

/** A long list of which the first are shown, and more on demand. */
export function Paged<T>(props: {
  readonly items: readonly T[];
  /** What one item is called. */
  readonly noun: string;
  readonly render: (item: T, at: number) => JSX.Element;
}): JSX.Element {
  const { items, noun, render } = props;
  const [shown, setShown] = useState(PAGE);
  const left = items.length - shown;
  return (
    <>
      {items.slice(0, shown).map(render)}
      {left > 0 && (
        <button type="button" class="quiet" onClick={() => setShown(shown + 4 * PAGE)}>
          {`Show ${digits(Math.min(left, 4 * PAGE))} more of ${digits(left)} ${noun}s`}
        </button>
      )}
    </>
  );
}
