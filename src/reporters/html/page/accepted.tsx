import type { JSX } from 'preact';
import type { AcceptedView } from '../report-data.js';
import { Change } from './change.js';
import { Fold } from './fold.js';
import { Name, Prose, Source } from './text.js';

/** Differences that a ledger entry accepts, folded: why, and where upstream says so. */
export function Accepted(props: {
  readonly accepted: readonly AcceptedView[];
  readonly unmatched: readonly string[];
}): JSX.Element {
  return (
    <>
      {props.accepted.map((entry) => (
        <Fold key={entry.id + entry.subject + entry.path} class="group card" title={<Title entry={entry} />}>
          <p>
            <Prose text={entry.reason} />
          </p>
          <p>
            Source: <Source text={entry.source} />
          </p>
          {entry.met.map((met, at) => (
            <div key={at} class="difference">
              <p class="place">
                <span class="stop">{met.step}</span>
              </p>
              <Change before={met.before} after={met.after} />
            </div>
          ))}
        </Fold>
      ))}
      {props.unmatched.length > 0 && (
        <>
          <h3>Ledger entries that matched nothing</h3>
          <ul class="plain">
            {props.unmatched.map((id) => (
              <li key={id}>
                <Name text={id} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Title({ entry }: { readonly entry: AcceptedView }): JSX.Element {
  const stops = [...new Set(entry.met.map(({ step }) => step))];
  return (
    <>
      <code class="guarantee">{entry.guarantee}</code> <Name text={`${entry.subject} ${entry.path}`.trim()} />
      <span class="info">
        <Prose text={entry.id} />, {stops.length === 1 ? `at ${stops[0]!}` : `at ${stops.length} stops`}
      </span>
    </>
  );
}
