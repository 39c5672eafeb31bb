import type { JSX } from 'preact';
import type { Action } from '../timeline.js';
import { Name, Prose } from './text.js';
import { clock } from './timeline-view.js';
import { duration } from './words.js';

/** The journal's actions in the order in which they began. */
export function ActionTable({ actions }: { readonly actions: readonly Action[] }): JSX.Element {
  return (
    <div class="scroll tall" role="region" aria-label="All actions" tabIndex={0}>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">at</th>
            <th scope="col">stop</th>
            <th scope="col">action</th>
            <th scope="col">took</th>
            <th scope="col">result</th>
          </tr>
        </thead>
        <tbody>
          {actions.map(({ from, to, step, action, ok, message }, at) => (
            <tr key={at}>
              <td class="numeric">{clock(from)}</td>
              <td class="nowrap">{step}</td>
              <th scope="row">
                <Name text={action} />
              </th>
              <td class="numeric">{to === null ? '–' : duration(to - from)}</td>
              <td>
                {to === null ? 'did not end' : ok ? 'done' : 'failed'} <Prose text={message} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
