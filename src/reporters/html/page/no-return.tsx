import type { JSX } from 'preact';
import type { RunReport } from '../report-data.js';
import { Prose } from './text.js';

/** Where the way back ends. */
export function NoReturn({ report }: { readonly report: RunReport }): JSX.Element {
  return (
    <div class="callout">
      {report.pointOfNoReturn.map((sentence) => (
        <p key={sentence}>
          <Prose text={sentence} />
        </p>
      ))}
    </div>
  );
}
