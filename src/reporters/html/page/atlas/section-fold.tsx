import type { ComponentChildren, JSX } from 'preact';
import type { AtlasSection } from '../../../../model/atlas.js';
import { Fold } from '../fold.js';
import { count } from '../words.js';

/** What is shown of a section, below its name and how much it is. */
export function SectionFold(props: {
  readonly section: AtlasSection;
  readonly size: number;
  readonly noun: string;
  readonly open: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { section, size, noun, open, children } = props;
  return (
    <Fold
      class="group card"
      open={open}
      title={
        <>
          {section} <span class="dim">{count(size, noun)}</span>
        </>
      }
    >
      {children}
    </Fold>
  );
}
