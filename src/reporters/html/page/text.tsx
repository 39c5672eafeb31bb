import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { printable } from '../../printable.js';

const NAME_LENGTH = 300;
const VALUE_LENGTH = 600;

/** A name from the cluster or the run: visible whatever it contains, and cut where it is absurdly long. */
export function Name({ text }: { readonly text: string }): JSX.Element {
  return <code class="name">{shown(text, NAME_LENGTH)}</code>;
}

/** Prose that may contain names from the cluster. */
export function Prose({ text }: { readonly text: string }): JSX.Element {
  return <span class="prose">{shown(text, 4 * NAME_LENGTH)}</span>;
}

/** JSON over several lines; a long one unfolds. */
export function Value({ text }: { readonly text: string }): JSX.Element {
  const [open, setOpen] = useState(false);
  const visible = text.split('\n').map(printable).join('\n');
  if (visible.length <= VALUE_LENGTH) return <code class="value">{visible}</code>;
  return (
    <>
      <code class="value">{open ? visible : `${visible.slice(0, VALUE_LENGTH)}…`}</code>
      <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Show less' : 'Show all'}
      </button>
    </>
  );
}

/** A file of the run's directory. Only what stays inside it becomes a link. */
export function FileLink({ path }: { readonly path: string }): JSX.Element {
  const parts = path.split('/');
  if (path.startsWith('/') || parts.includes('..')) return <Name text={path} />;
  return (
    <a class="file" href={`./${parts.map(encodeSafely).join('/')}`}>
      {shown(path, NAME_LENGTH)}
    </a>
  );
}

/** A web address, with or without words behind it, as a link; anything else as a name. */
export function Source({ text }: { readonly text: string }): JSX.Element {
  const [, address, rest = ''] = /^(https:\/\/[A-Za-z0-9./_~%#?=&+:@-]+)( .*)?$/s.exec(text) ?? [];
  if (address === undefined) return <Name text={text} />;
  return (
    <>
      <a class="prose" href={address} rel="noreferrer noopener">
        {shown(address, NAME_LENGTH)}
      </a>
      <Prose text={rest} />
    </>
  );
}

function shown(text: string, length: number): string {
  // cut before escaping: the text can be megabytes long
  const visible = printable(text.slice(0, length));
  return text.length > length ? `${visible}… (${text.length - length} more characters)` : visible;
}

/** encodeURIComponent refuses half a surrogate pair. */
function encodeSafely(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}
