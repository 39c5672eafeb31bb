import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FindingList, StopView } from '../report-data.js';
import { FindingGroup } from './finding-group.js';
import { findingsAt } from './findings-at.js';
import { Prose } from './text.js';
import { count } from './words.js';

/** Findings of one severity by guarantee, subject and field, of one stop or all. */
export function Differences(props: {
  readonly list: FindingList;
  readonly stops: readonly StopView[];
  /** What to say when there is nothing. */
  readonly none?: string;
  /** Sentences beside the findings. */
  readonly further?: readonly string[];
  readonly folded?: boolean;
}): JSX.Element {
  const { list, stops, none = '', further = [], folded = false } = props;
  const [stop, setStop] = useState('');
  if (list.count === 0 && further.length === 0) return <p class="empty">{none}</p>;
  const groups = stop === '' ? list.groups : findingsAt(list.groups, stop);
  const withAny = stops.filter(({ name }) => findingsAt(list.groups, name).length > 0);
  return (
    <>
      {further.length > 0 && (
        <ul class="further">
          {further.map((sentence) => (
            <li key={sentence}>
              <Prose text={sentence} />
            </li>
          ))}
        </ul>
      )}
      {withAny.length > 1 && (
        <label class="filter">
          At stop{' '}
          <select value={stop} onChange={(event) => setStop(event.currentTarget.value)}>
            <option value="">all stops</option>
            {withAny.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {groups.map((group, at) => (
        <FindingGroup key={`${group.guarantee} ${stop}`} group={group} open={!folded && at === 0} />
      ))}
      {list.left > 0 && <p class="dim">{count(list.left, 'more finding')} in verdict.json.</p>}
    </>
  );
}
