import type { JSX } from 'preact';
import type { AcceptedGroupView, AcceptedView } from '../report-data.js';
import { Change } from './change.js';
import { Fold } from './fold.js';
import { Paged } from './paged.js';
import { Name, Prose, Source } from './text.js';
import { count, digits } from './words.js';

/** Differences that the ledger accepts, folded by why: the reason, the upstream source, then each subject and field. */
export function Accepted(props: {
  readonly accepted: readonly AcceptedGroupView[];
  readonly unmatched: readonly string[];
}): JSX.Element {
  return (
    <>
      {props.accepted.map((group) => (
        <Fold key={group.reason + group.source} class="group card" title={<Title group={group} />}>
          <p>
            Source: <Source text={group.source} />
          </p>
          <Paged
            items={group.entries}
            noun="difference"
            render={(entry) => <Entry key={entry.id + entry.subject + entry.path} entry={entry} />}
          />
        </Fold>
      ))}
      {props.unmatched.length > 0 && (
        <Fold
          class="group card"
          title={`Ledger entries that matched nothing in this run: ${digits(props.unmatched.length)}`}
        >
          <ul class="plain">
            {props.unmatched.map((id) => (
              <li key={id}>
                <Name text={id} />
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </>
  );
}

function Title({ group }: { readonly group: AcceptedGroupView }): JSX.Element {
  const guarantees = [...new Set(group.entries.map(({ guarantee }) => guarantee))];
  return (
    <>
      {guarantees.map((guarantee) => (
        <code key={guarantee} class="guarantee">
          {guarantee}
        </code>
      ))}{' '}
      <Prose text={group.reason} />
      <span class="info">{count(group.entries.length, 'difference')}</span>
    </>
  );
}

function Entry({ entry }: { readonly entry: AcceptedView }): JSX.Element {
  return (
    <div class="difference">
      <p class="place split">
        <Name text={`${entry.subject} ${entry.path}`.trim()} />
        <span class="stops">
          <Prose text={`${entry.guarantee}, ${entry.id}`} />
        </span>
      </p>
      {entry.met.map((met) => (
        <div key={met.before + met.after}>
          <p class="stops">{met.steps.join(', ')}</p>
          <Change before={met.before} after={met.after} />
        </div>
      ))}
    </div>
  );
}
