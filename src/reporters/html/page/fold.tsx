import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';

/** A part that unfolds. What is inside is made only once it is open, so that thousands of closed ones cost nothing. */
export function Fold(props: {
  readonly class: string;
  readonly title: ComponentChildren;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const [open, setOpen] = useState(props.open === true);
  return (
    <details class={props.class} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.title}</summary>
      {open && <div class="inside">{props.children}</div>}
    </details>
  );
}
