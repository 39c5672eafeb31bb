import type { ComponentChildren, JSX } from 'preact';
import { Section } from './section.js';
import { ThemeToggle } from './theme-toggle.js';

/** A titled part of a page; one without a body is left out, and so is its link. */
export interface PagePart {
  readonly id: string;
  readonly title: string;
  /** As the bar on top has room for it. */
  readonly short?: string;
  readonly body: JSX.Element | null;
  readonly info?: string;
}

/** A page: the bar with a link to every part, the head, the parts. */
export function PageFrame(props: {
  readonly parts: readonly PagePart[];
  readonly children: ComponentChildren;
}): JSX.Element {
  const shown = props.parts.filter(({ body }) => body !== null);
  const [first] = shown;
  return (
    <>
      {first && (
        <a class="skip" href={`#${first.id}`}>
          Skip to the {first.title.toLowerCase().replace(/^the /, '')}
        </a>
      )}
      <div class="bar">
        <nav class="bar-inner" aria-label="Sections">
          <ul>
            {shown.map(({ id, title, short }) => (
              <li key={id}>
                <a href={`#${id}`}>{short ?? title}</a>
              </li>
            ))}
          </ul>
          <ThemeToggle />
        </nav>
      </div>
      <main>
        {props.children}
        {shown.map(({ id, title, info, body }) => (
          <Section key={id} id={id} title={title} info={info}>
            {body}
          </Section>
        ))}
      </main>
    </>
  );
}
