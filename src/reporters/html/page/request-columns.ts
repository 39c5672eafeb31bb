import type { RequestSecond } from '../../../model/request-second.js';
import type { View } from './timeline-view.js';

/** What of the requests fits into one column of the chart: the busiest and the slowest of its seconds. Times are ms. */
export interface RequestColumn {
  readonly from: number;
  readonly to: number;
  /** Requests in the busiest second. */
  readonly requests: number;
  /** In all seconds. */
  readonly errors: number;
  readonly median: number;
  readonly p99: number;
}

/**
 * The visible seconds in at most so many columns of whole seconds. Columns begin at multiples of their length, so that none changes while the
 * view is moved; one in which nothing was asked is left out.
 */
export function requestColumns(requests: readonly RequestSecond[], { from, to }: View, most: number): RequestColumn[] {
  const seconds = Math.max(1, Math.ceil((to - from) / 1000 / Math.max(1, most - 1)));
  const columns = new Map<number, RequestColumn>();
  for (const each of requests) {
    const start = Math.floor(each.second / seconds) * seconds * 1000;
    const end = start + seconds * 1000;
    if (end <= from || start > to) continue;
    const known = columns.get(start);
    columns.set(start, {
      from: start,
      to: end,
      requests: Math.max(each.requests, known?.requests ?? 0),
      errors: each.errors + (known?.errors ?? 0),
      median: Math.max(each.median, known?.median ?? 0),
      p99: Math.max(each.p99, known?.p99 ?? 0),
    });
  }
  return [...columns.values()].sort((a, b) => a.from - b.from);
}

/** All requests of a run in one sentence's numbers. */
export interface RequestTotals {
  readonly requests: number;
  readonly errors: number;
  /** In the busiest second. */
  readonly busiest: number;
  /** The second whose 99th percentile is the highest. */
  readonly slowest: RequestSecond;
}

/** Undefined where none was recorded. */
export function requestTotals(requests: readonly RequestSecond[]): RequestTotals | undefined {
  const [first] = requests;
  if (!first) return undefined;
  let [sum, errors, busiest, slowest] = [0, 0, 0, first];
  for (const each of requests) {
    sum += each.requests;
    errors += each.errors;
    busiest = Math.max(busiest, each.requests);
    if (each.p99 > slowest.p99) slowest = each;
  }
  return { requests: sum, errors, busiest, slowest };
}
