import type { JSX } from 'preact';
import type { RequestSecond } from '../../../model/request-second.js';
import { requestTotals } from './request-columns.js';
import { FileLink } from './text.js';
import { clock } from './timeline-view.js';
import { count, digits, duration } from './words.js';

/** What the chart's rows of requests show, in words. */
export function RequestSummary({ requests }: { readonly requests: readonly RequestSecond[] }): JSX.Element | null {
  const totals = requestTotals(requests);
  if (!totals) return null;
  const { slowest } = totals;
  return (
    <p>
      The harness made {count(totals.requests, 'request')} to the API server, at most {digits(totals.busiest)} in a
      second; {totals.errors === 0 ? 'each was answered' : `${digits(totals.errors)} got no good answer`}. The slowest
      second was at {clock(slowest.second * 1000)}: median {duration(slowest.median)}, 99 of 100 within{' '}
      {duration(slowest.p99)}. <FileLink path="requests.ndjson" />
    </p>
  );
}
