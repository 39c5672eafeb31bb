import type { JSX } from 'preact';
import type { ComparedStop, StopSide } from '../../compare/run-comparison.js';
import { Badge } from './badge.js';
import { count } from './words.js';

/** The stops of both runs; those that differ are marked. */
export function ComparedStops({ stops }: { readonly stops: readonly ComparedStop[] }): JSX.Element {
  return (
    <div class="scroll card" role="region" aria-label="Stops of both runs" tabIndex={0}>
      <table class="plain-table compared">
        <thead>
          <tr>
            <th scope="col">stop</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {stops.map(({ name, before, after, differs }) => (
            <tr key={name} class={differs ? 'differs' : 'dim'}>
              <th scope="row">
                {name}
                {differs && <span class="info">differs</span>}
              </th>
              <td>
                <Side side={before} />
              </td>
              <td>
                <Side side={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Side({ side }: { readonly side: StopSide | null }): JSX.Element {
  if (side === null) return <>no such stop</>;
  return (
    <>
      {side.version}
      <p>
        <Badge word={side.rollback} />
        {side.facts > 0 && ` ${count(side.facts, 'fact')}`}
        {side.violations > 0 && `, ${count(side.violations, 'violation')}`}
      </p>
    </>
  );
}
