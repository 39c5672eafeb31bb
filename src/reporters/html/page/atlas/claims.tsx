import type { JSX } from 'preact';
import type { AtlasRow } from '../../../../model/atlas.js';
import { Fold } from '../fold.js';
import { Name, Prose } from '../text.js';
import { count, digits } from '../words.js';
import { deviationCounts } from './cell-words.js';
import { LongTable } from './long-table.js';

/** What is published of a cell, and where that is not what was seen. */
export function Claims({ row }: { readonly row: AtlasRow }): JSX.Element {
  const { sources, missing, compared, deviations, off } = row.claims;
  const { contradicted, unpublished } = deviationCounts(row);
  if (sources.length === 0) {
    return (
      <p class="empty">
        Claimed: not available. <Prose text={missing.join(' ')} />
      </p>
    );
  }
  return (
    <>
      <p>
        {digits(contradicted)} of {count(compared, 'claim')} contradicted, {digits(unpublished)} seen that no list has.
        The lists are in the sources of the releases: <Prose text={sources.join('; ')} />.
      </p>
      {missing.length > 0 && (
        <p class="dim">
          <Prose text={missing.join(' ')} />
        </p>
      )}
      {deviations.length > 0 && (
        <div class="card">
          <LongTable
            label="deviations"
            rows={[...deviations].sort((a, b) => Number(a.claimed === null) - Number(b.claimed === null))}
            columns={[
              { title: 'of', kind: 'nowrap', cell: ({ section }) => section },
              { title: 'name', kind: 'name', cell: ({ name }) => <Name text={name} /> },
              { title: 'claimed', cell: ({ claimed }) => <Prose text={claimed ?? 'not published'} /> },
              { title: 'observed', cell: ({ observed }) => <Prose text={observed ?? 'not there'} /> },
            ]}
          />
        </div>
      )}
      {off.length > 0 && (
        <Fold
          class="group card"
          title={
            <>
              published and not served{' '}
              <span class="dim">{digits(off.length)}; the published lists are made with every API and gate on</span>
            </>
          }
        >
          <ul class="plain">
            {off.map((name) => (
              <li key={name}>
                <Name text={name} />
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </>
  );
}
