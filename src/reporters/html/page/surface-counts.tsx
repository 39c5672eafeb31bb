import type { JSX } from 'preact';
import type { StopView } from '../report-data.js';
import { countChanges, type ResourceView, type SurfaceCount } from './surface-changes.js';

/** A line a stop: what its transition and its write wave did to the API. */
export function SurfaceCounts(props: {
  readonly views: readonly ResourceView[];
  readonly stops: readonly StopView[];
}): JSX.Element {
  return (
    <div class="scroll" role="region" aria-label="Changes of the API by stop" tabIndex={0}>
      <table class="plain-table narrow">
        <thead>
          <tr>
            <th scope="col">stop</th>
            <th scope="col">by the transition</th>
            <th scope="col">by the write wave</th>
          </tr>
        </thead>
        <tbody>
          {props.stops
            .filter(({ state }) => state === 'observed')
            .map(({ name, index }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <Counts count={countChanges(props.views, index, 'transition')} />
                </td>
                <td>
                  <Counts count={countChanges(props.views, index, 'write wave')} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function Counts({ count }: { readonly count: SurfaceCount }): JSX.Element {
  const { added, removed, changed } = count;
  if (added + removed + changed === 0) return <span class="dim">nothing</span>;
  return (
    <>
      {added > 0 && <span class="chip added">+ {added} added</span>}
      {removed > 0 && <span class="chip removed">− {removed} removed</span>}
      {changed > 0 && <span class="chip changed">~ {changed} changed</span>}
    </>
  );
}
