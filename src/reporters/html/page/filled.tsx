import type { JSX } from 'preact';
import { WELL_FILLED } from '../../../model/verdict.js';
import type { ShareView } from '../report-data.js';
import { DataTable } from './data-table.js';
import { Fold } from './fold.js';
import { Name } from './text.js';
import { count, digits } from './words.js';

const BELOW = `below ${Math.round(WELL_FILLED * 100)} %`;

/** How many of their kinds' fields the objects set: a run says nothing about a field that no object has. */
export function Filled({ shares }: { readonly shares: readonly ShareView[] }): JSX.Element | null {
  if (shares.length === 0) return null;
  const below = shares.filter(({ thin }) => thin).length;
  const title = `How well ${count(shares.length, 'kind')} were filled at the baseline: ${below === 0 ? 'none' : digits(below)} ${BELOW}`;
  return (
    <Fold class="group card" title={title}>
      <DataTable
        label="Fields set of each kind"
        box="tall"
        rows={shares}
        columns={[
          { title: 'kind', kind: 'name', cell: ({ kind }) => <Name text={kind} /> },
          { title: 'objects', kind: 'numeric', cell: ({ objects }) => digits(objects) },
          { title: 'fields', kind: 'numeric', cell: ({ fields }) => digits(fields) },
          { title: 'set', kind: 'numeric', cell: ({ set }) => digits(set) },
          { title: 'share', kind: 'numeric', cell: ({ share }) => share },
          { title: 'note', kind: 'nowrap', cell: ({ thin }) => (thin ? BELOW : '') },
        ]}
      />
    </Fold>
  );
}
