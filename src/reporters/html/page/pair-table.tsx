import type { JSX } from 'preact';
import type { Both } from '../../compare/run-comparison.js';
import { Name, Prose } from './text.js';

/** Named values of A and B. */
export function PairTable(props: {
  readonly label: string;
  readonly rows: readonly (Both<string> & { readonly what: string })[];
}): JSX.Element {
  return (
    <div class="scroll card" role="region" aria-label={props.label} tabIndex={0}>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">what</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ what, before, after }) => (
            <tr key={what}>
              <th scope="row">
                <Name text={what} />
              </th>
              <td>
                <Prose text={before} />
              </td>
              <td>
                <Prose text={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
