import type { JSX } from 'preact';

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
      <label>
        <span class="unseen">{label}</span>
        <input
          type="search"
          placeholder="field, gate, resource or KEP"
          value={text}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      </label>
      <span class="dim" role="status">
        {found}
      </span>
    </div>
  );
}
