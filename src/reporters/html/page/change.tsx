import type { JSX } from 'preact';
import { Value } from './text.js';

/** A value before and after, each marked by a word and a sign, not by colour alone. */
export function Change({ before, after }: { readonly before: string; readonly after: string }): JSX.Element {
  const short = [before, after].every((text) => text.length < 80 && !text.includes('\n'));
  return (
    <dl class={short ? 'change short' : 'change'}>
      <div class="before">
        <dt>before</dt>
        <dd>
          <Value text={before} />
        </dd>
      </div>
      <div class="after">
        <dt>after</dt>
        <dd>
          <Value text={after} />
        </dd>
      </div>
    </dl>
  );
}
