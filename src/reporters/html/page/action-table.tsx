import type { JSX } from 'preact';
import type { Action } from '../timeline.js';
import { DataTable } from './data-table.js';
import { Name, Prose } from './text.js';
import { clock } from './timeline-view.js';
import { duration } from './words.js';

/** The journal's actions in the order in which they began. */
export function ActionTable({ actions }: { readonly actions: readonly Action[] }): JSX.Element {
  return (
    <DataTable
      label="All actions"
      box="tall"
      rows={actions}
      columns={[
        { title: 'at', kind: 'numeric', cell: ({ from }) => clock(from) },
        { title: 'stop', kind: 'nowrap', cell: ({ step }) => step },
        { title: 'action', kind: 'name', cell: ({ action }) => <Name text={action} /> },
        { title: 'took', kind: 'numeric', cell: ({ from, to }) => (to === null ? '–' : duration(to - from)) },
        {
          title: 'result',
          cell: ({ to, ok, message }) => (
            <>
              {to === null ? 'did not end' : ok ? 'done' : 'failed'} <Prose text={message} />
            </>
          ),
        },
      ]}
    />
  );
}
