import type { JSX } from 'preact';
import type { RunReport } from '../report-data.js';
import { Fold } from './fold.js';
import { Paged } from './paged.js';
import { Name } from './text.js';
import { count, digits } from './words.js';

/** What a restart with identical flags changes too. */
export function Noise({ noise }: { readonly noise: RunReport['noise'] }): JSX.Element {
  if (noise.length === 0) return <p class="empty">Nothing was taken as noise.</p>;
  const explained = noise.reduce((sum, each) => sum + each.explained, 0);
  const title = `What a restart with identical flags changes too, measured in this run: it explains ${count(explained, 'difference')}`;
  return (
    <Fold class="group card" title={title}>
      <Paged
        list
        items={noise}
        noun="place"
        render={(each) => (
          <li key={each.subject + each.path}>
            <Name text={each.subject} /> <Name text={each.path} />
            <span class="info">explains {digits(each.explained)}</span>
          </li>
        )}
      />
    </Fold>
  );
}
