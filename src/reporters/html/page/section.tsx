import type { ComponentChildren, JSX } from 'preact';

/** A titled part of the page that can be linked to. */
export function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly info?: string | undefined;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { id, title, info, children } = props;
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title}
        {info !== undefined && <span class="info">{info}</span>}
      </h2>
      {children}
    </section>
  );
}
