import type { JSX } from 'preact';
import type { FaultSpan } from '../timeline.js';
import { Badge } from './badge.js';
import { DataTable } from './data-table.js';
import { Name, Prose } from './text.js';
import { clock } from './timeline-view.js';
import { duration } from './words.js';

/** Every fault with its receipts: what somebody else than the injector saw. */
export function Faults({ faults }: { readonly faults: readonly FaultSpan[] }): JSX.Element {
  return (
    <DataTable
      label="Faults and their receipts"
      rows={faults}
      columns={[
        { title: 'fault', kind: 'name', cell: ({ what }) => <Prose text={what} /> },
        { title: 'stop', kind: 'nowrap', cell: ({ step }) => step },
        {
          title: 'at',
          cell: ({ from, point }) => (
            <>
              {clock(from)} <Name text={point} />
            </>
          ),
        },
        { title: 'lasted', kind: 'numeric', cell: ({ from, to }) => (to === null ? '–' : duration(to - from)) },
        {
          title: 'receipts',
          cell: ({ onset, end, problem }) => (
            <>
              {problem !== '' && <Badge word="inconclusive" />}{' '}
              <Prose text={[onset, end, problem].filter((text) => text !== '').join('; ')} />
            </>
          ),
        },
      ]}
    />
  );
}
