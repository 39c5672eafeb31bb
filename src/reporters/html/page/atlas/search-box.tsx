import type { JSX } from 'preact';
import { SearchField } from '../search-field.js';

/** A field to type words into, and how much they found. */
export function SearchBox(props: {
  readonly label: string;
  readonly text: string;
  readonly found: string;
  readonly onText: (text: string) => void;
}): JSX.Element {
  const { label, text, found, onText } = props;
  return (
    <div class="tools">
      <SearchField label={label} placeholder="field, gate, resource or KEP" text={text} onText={onText} />
      <span class="dim" role="status">
        {found}
      </span>
    </div>
  );
}
