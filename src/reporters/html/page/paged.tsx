import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { digits } from './words.js';

const PAGE = 50;

/** A long list of which the first are shown, and more on demand. In a `list` the items are its `li`, and the demand is beside it. */
export function Paged<T>(props: {
  readonly items: readonly T[];
  /** What one item is called. */
  readonly noun: string;
  readonly list?: boolean;
  readonly render: (item: T, at: number) => JSX.Element;
}): JSX.Element {
  const { items, noun, list = false, render } = props;
  const [shown, setShown] = useState(PAGE);
  const left = items.length - shown;
  const rows = items.slice(0, shown).map(render);
  return (
    <>
      {list ? <ul class="plain">{rows}</ul> : rows}
      {left > 0 && (
        <button type="button" class="quiet" onClick={() => setShown(shown + 4 * PAGE)}>
          {`Show ${digits(Math.min(left, 4 * PAGE))} more of ${digits(left)} ${noun}s`}
        </button>
      )}
    </>
  );
}
