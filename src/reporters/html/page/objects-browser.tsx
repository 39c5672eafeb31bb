import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { StopView } from '../report-data.js';
import { ObjectDetail } from './object-detail.js';
import { ObjectsTable } from './objects-table.js';
import { SearchField } from './search-field.js';
import type { Search, StoredObjects } from './stored-objects.js';
import { digits } from './words.js';

const CHANGES: readonly (readonly [Search['change'], string])[] = [
  ['any', 'anything'],
  ['new', 'appears'],
  ['changed', 'changes'],
  ['gone', 'disappears'],
];

/** Search, table and the history of the chosen key. */
export function ObjectsBrowser(props: {
  readonly objects: StoredObjects;
  readonly stops: readonly StopView[];
}): JSX.Element {
  const { objects, stops } = props;
  const [search, setSearch] = useState<Search>({ text: '', stop: null, change: 'any' });
  const [chosen, setChosen] = useState<number | null>(null);
  const found = useMemo(() => objects.search(search), [objects, search]);
  return (
    <>
      <div class="tools">
        <SearchField
          label="Search stored objects"
          placeholder="part of a key or kind"
          text={search.text}
          onText={(text) => setSearch({ ...search, text })}
        />
        <label>
          where{' '}
          <select
            value={search.change}
            onChange={(event) => setSearch({ ...search, change: event.currentTarget.value as Search['change'] })}
          >
            {CHANGES.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          at{' '}
          <select
            value={search.stop ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setSearch({ ...search, stop: value === '' ? null : Number(value) });
            }}
          >
            <option value="">any stop</option>
            {stops
              .filter(({ state }) => state === 'observed')
              .map(({ name, index }) => (
                <option key={name} value={index}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        <span class="dim" role="status">
          {digits(found.length)} of {digits(objects.keys.length)} keys
        </span>
      </div>
      <ObjectsTable objects={objects} found={found} stops={stops} chosen={chosen} onChoose={setChosen} />
      <p class="legend dim">
        Two signs a stop, by its transition and by its write wave: <b>+</b> appears, <b>~</b> changes, <b>−</b>{' '}
        disappears, <b>·</b> stays.
      </p>
      {chosen !== null && <ObjectDetail stored={objects.at(chosen)} objects={objects} stops={stops} />}
    </>
  );
}
