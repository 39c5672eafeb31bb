import type { JSX } from 'preact';

/** A field to type words into; its label is for those who do not see it. */
export function SearchField(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}): JSX.Element {
  const { label, placeholder, text, onText } = props;
  return (
    <label>
      <span class="unseen">{label}</span>
      <input
        type="search"
        placeholder={placeholder}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </label>
  );
}
