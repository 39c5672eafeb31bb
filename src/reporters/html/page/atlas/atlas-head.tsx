import type { ComponentChildren, JSX } from 'preact';

/** What a part of the atlas is about. */
export function AtlasHead({
  title,
  children,
}: {
  readonly title: ComponentChildren;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <header class="verdict list stack">
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </header>
  );
}
