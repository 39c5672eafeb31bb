import type { JSX } from 'preact';
import type { StopView } from '../report-data.js';
import { DataTable } from './data-table.js';
import { countChanges, type ResourceView, type SurfaceCount } from './surface-changes.js';

/** A line a stop: what its transition and its write wave did to the API. */
export function SurfaceCounts(props: {
  readonly views: readonly ResourceView[];
  readonly stops: readonly StopView[];
}): JSX.Element {
  return (
    <DataTable
      label="Changes of the API by stop"
      table="narrow"
      rows={props.stops.filter(({ state }) => state === 'observed')}
      columns={[
        { title: 'stop', kind: 'name', cell: ({ name }) => name },
        {
          title: 'by the transition',
          cell: ({ index }) => <Counts count={countChanges(props.views, index, 'transition')} />,
        },
        {
          title: 'by the write wave',
          cell: ({ index }) => <Counts count={countChanges(props.views, index, 'write wave')} />,
        },
      ]}
    />
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
