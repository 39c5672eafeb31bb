import type { JSX } from 'preact';
import { isArrival, stopOf, type Moment } from '../moments.js';
import type { StopView } from '../report-data.js';
import { DataTable } from './data-table.js';
import type { StoredKey, StoredObjects } from './stored-objects.js';
import { FileLink, Name } from './text.js';

/** The history of one key. */
export function ObjectDetail(props: {
  readonly stored: StoredKey;
  readonly objects: StoredObjects;
  readonly stops: readonly StopView[];
}): JSX.Element {
  const { stored, objects, stops } = props;
  const nameOf = (moment: Moment) => stops[stopOf(moment)]?.name ?? '';
  return (
    <div class="detail-card card" aria-live="polite">
      <h3>
        <Name text={stored.key} />
      </h3>
      <DataTable
        label="Versions of the chosen object"
        rows={stored.versions}
        columns={[
          {
            title: 'seen',
            kind: 'name',
            cell: ({ moment }) => `${isArrival(moment) ? 'arrival at' : 'after the wave of'} ${nameOf(moment)}`,
          },
          {
            title: 'what',
            cell: ({ moment }) => (moment === objects.moments[0] ? 'there' : objects.changeAt(stored, moment)),
          },
          { title: 'kind', cell: ({ revision, kind }) => <Name text={revision === 0 ? '' : kind} /> },
          { title: 'revision', kind: 'numeric', cell: ({ revision }) => (revision === 0 ? '' : revision) },
          { title: 'sha256 begins', cell: ({ sha }) => <Name text={sha} /> },
          {
            title: 'file',
            cell: ({ moment }) => (
              <FileLink
                path={`checkpoints/${nameOf(moment)}/store-${isArrival(moment) ? 'arrival' : 'departure'}.ndjson`}
              />
            ),
          },
        ]}
      />
    </div>
  );
}
