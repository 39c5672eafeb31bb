import type { JSX } from 'preact';
import { momentOf } from '../moments.js';
import type { StopView } from '../report-data.js';
import type { KeyChange, StoredObjects } from './stored-objects.js';
import { Name } from './text.js';
import { ROW_HEIGHT, useVirtualRows } from './use-virtual-rows.js';

const SIGNS: Readonly<Record<KeyChange, string>> = { absent: ' ', same: '·', new: '+', changed: '~', gone: '−' };

/** The found keys; only the rows in sight exist. */
export function ObjectsTable(props: {
  readonly objects: StoredObjects;
  readonly found: readonly number[];
  readonly stops: readonly StopView[];
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
}): JSX.Element {
  const { objects, found, chosen, onChoose } = props;
  const stops = props.stops.filter(({ state }) => state === 'observed');
  const { ref, first, last, onScroll } = useVirtualRows(found.length);
  return (
    <div ref={ref} class="virtual card" role="region" aria-label="Stored objects" tabIndex={0} onScroll={onScroll}>
      <table aria-rowcount={found.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">key</th>
            <th scope="col">kind</th>
            <th scope="col">revision</th>
            {stops.map(({ name, index }) => (
              <th scope="col" key={name} class="signs" title={name}>
                {String(index).padStart(2, '0')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <Spacer rows={first} />}
          {found.slice(first, last).map((index, at) => {
            const stored = objects.at(index);
            const latest = stored.versions.at(-1)!;
            return (
              <tr key={index} aria-rowindex={first + at + 2} class={index === chosen ? 'chosen' : ''}>
                <th scope="row">
                  <button type="button" class="key" aria-pressed={index === chosen} onClick={() => onChoose(index)}>
                    <Name text={stored.key.replace(/^\/registry\//, '')} />
                  </button>
                </th>
                <td>
                  <Name text={objects.kindOf(stored)} />
                </td>
                <td class="numeric">{latest.revision === 0 ? 'gone' : latest.revision}</td>
                {stops.map((stop) => (
                  <td key={stop.name} class="signs">
                    <Sign change={objects.changeAt(stored, momentOf(stop.index, 'arrival'))} />
                    <Sign change={objects.changeAt(stored, momentOf(stop.index, 'departure'))} />
                  </td>
                ))}
              </tr>
            );
          })}
          {last < found.length && <Spacer rows={found.length - last} />}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ rows }: { readonly rows: number }): JSX.Element {
  return (
    <tr aria-hidden="true">
      <td style={{ height: `${rows * ROW_HEIGHT}px` }} />
    </tr>
  );
}

function Sign({ change }: { readonly change: KeyChange }): JSX.Element {
  return <span class={`sign ${change}`}>{SIGNS[change]}</span>;
}
