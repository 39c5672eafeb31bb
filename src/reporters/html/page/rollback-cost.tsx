import type { JSX } from 'preact';
import type { StopView } from '../report-data.js';
import { Badge } from './badge.js';
import { Fact } from './fact.js';
import { Fold } from './fold.js';
import { Paged } from './paged.js';
import { FileLink } from './text.js';
import { count, digits } from './words.js';

/** Objects and fields that the old release would lose or could not take, for each stop that has any. */
export function RollbackCost(props: { readonly stops: readonly StopView[]; readonly from: string }): JSX.Element {
  return (
    <>
      <p class="dim">
        A copy of each stop's data was given to a real {props.from}: everything was listed, read and written back.
      </p>
      {props.stops.map((stop) => (
        <Fold key={stop.name} class="group card" title={<Title stop={stop} />}>
          <Paged items={stop.rollback.facts} noun="fact" render={(fact, at) => <Fact key={at} fact={fact} />} />
          {stop.rollback.left > 0 && <p class="dim">{count(stop.rollback.left, 'more fact')} in verdict.json.</p>}
          {stop.rollback.evidence.map((path) => (
            <p key={path} class="evidence">
              log: <FileLink path={path} />
            </p>
          ))}
        </Fold>
      ))}
    </>
  );
}

function Title({ stop }: { readonly stop: StopView }): JSX.Element {
  const { rollback } = stop;
  return (
    <>
      <span class="stop">{stop.name}</span> <Badge word={rollback.outcome} />
      <span class="info">
        {count(rollback.facts.length + rollback.left, 'fact')}, {digits(rollback.examined)} objects examined
        {rollback.promised ? ', upstream promises a way back here' : ''}
      </span>
    </>
  );
}
