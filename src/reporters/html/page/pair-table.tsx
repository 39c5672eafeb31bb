import type { JSX } from 'preact';
import type { Both } from '../../compare/run-comparison.js';
import { DataTable } from './data-table.js';
import { Name, Prose } from './text.js';

/** Named values of A and B. */
export function PairTable(props: {
  readonly label: string;
  readonly rows: readonly (Both<string> & { readonly what: string })[];
}): JSX.Element {
  return (
    <DataTable
      label={props.label}
      box="card"
      rows={props.rows}
      columns={[
        { title: 'what', kind: 'name', cell: ({ what }) => <Name text={what} /> },
        { title: 'A', cell: ({ before }) => <Prose text={before} /> },
        { title: 'B', cell: ({ after }) => <Prose text={after} /> },
      ]}
    />
  );
}
