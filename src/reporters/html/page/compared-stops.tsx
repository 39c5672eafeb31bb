import type { JSX } from 'preact';
import type { ComparedStop, StopSide } from '../../compare/run-comparison.js';
import { Badge } from './badge.js';
import { DataTable } from './data-table.js';
import { count } from './words.js';

/** The stops of both runs; those that differ are marked. */
export function ComparedStops({ stops }: { readonly stops: readonly ComparedStop[] }): JSX.Element {
  return (
    <DataTable
      label="Stops of both runs"
      box="card"
      rows={stops}
      rowClass={({ differs }) => (differs ? 'differs' : 'dim')}
      columns={[
        {
          title: 'stop',
          kind: 'name',
          cell: ({ name, differs }) => (
            <>
              {name}
              {differs && <span class="info">differs</span>}
            </>
          ),
        },
        { title: 'A', cell: ({ before }) => <Side side={before} /> },
        { title: 'B', cell: ({ after }) => <Side side={after} /> },
      ]}
    />
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
