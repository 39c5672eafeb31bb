import type { JSX } from 'preact';
import { isArrival, stopOf, type Moment } from '../moments.js';
import type { StopView } from '../report-data.js';
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
      <div class="scroll" role="region" aria-label="Versions of the chosen object" tabIndex={0}>
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">seen</th>
              <th scope="col">what</th>
              <th scope="col">kind</th>
              <th scope="col">revision</th>
              <th scope="col">sha256 begins</th>
              <th scope="col">file</th>
            </tr>
          </thead>
          <tbody>
            {stored.versions.map(({ moment, revision, kind, sha }) => (
              <tr key={moment}>
                <th scope="row">
                  {isArrival(moment) ? 'arrival at' : 'after the wave of'} {nameOf(moment)}
                </th>
                <td>{moment === objects.moments[0] ? 'there' : objects.changeAt(stored, moment)}</td>
                <td>
                  <Name text={revision === 0 ? '' : kind} />
                </td>
                <td class="numeric">{revision === 0 ? '' : revision}</td>
                <td>
                  <Name text={sha} />
                </td>
                <td>
                  <FileLink
                    path={`checkpoints/${nameOf(moment)}/store-${isArrival(moment) ? 'arrival' : 'departure'}.ndjson`}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
