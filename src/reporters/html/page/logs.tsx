import type { JSX } from 'preact';
import { printable } from '../../printable.js';
import type { LogExcerpt } from '../report-data.js';
import { Fold } from './fold.js';
import { FileLink, Prose } from './text.js';

/** The ends of the logs that explain something. */
export function Logs({ logs }: { readonly logs: readonly LogExcerpt[] }): JSX.Element {
  return (
    <>
      {logs.length === 0 && (
        <p class="empty">No step failed, and the journal names no component that ended on its own.</p>
      )}
      {logs.map((log, at) => (
        <Fold key={log.path} class="group card" title={<Prose text={log.reason} />} open={at === 0}>
          <p class="evidence">
            the end of <FileLink path={log.path} />
          </p>
          <pre tabIndex={0} aria-label={`the end of ${log.path}`}>
            {log.lines.map(printable).join('\n')}
          </pre>
        </Fold>
      ))}
      <p>
        All logs are below <FileLink path="logs/" />, the output of every program from its first byte.
      </p>
    </>
  );
}
