import type { JSX } from 'preact';
import type { RequestSecond } from '../../../model/request-second.js';
import { requestColumns, type RequestColumn } from './request-columns.js';
import { clock, type View } from './timeline-view.js';
import { duration } from './words.js';

const HEIGHT = 24;
/** Pixels; narrower ones cannot be pointed at. */
const NARROWEST = 3;

/** How many requests a second, and how long they took, in two rows from `y` on; the second one is `lane` below. */
export function RequestLanes(props: {
  readonly requests: readonly RequestSecond[];
  readonly view: View;
  readonly room: number;
  readonly x: (ms: number) => number;
  readonly y: number;
  readonly lane: number;
  readonly onTell: (text: string) => void;
}): JSX.Element {
  const { requests, view, room, x, y, lane, onTell } = props;
  const columns = requestColumns(requests, view, Math.max(2, Math.floor(room / NARROWEST)));
  const most = Math.max(1, ...columns.map((column) => column.requests));
  const slowest = Math.max(1, ...columns.map((column) => column.p99));
  const bar = (column: RequestColumn, kind: string, share: number, top: number): JSX.Element => {
    const height = Math.max(1, share * HEIGHT);
    return (
      <rect
        class={kind}
        x={x(column.from)}
        y={top + 3 + HEIGHT - height}
        width={Math.max(1, x(column.to) - x(column.from) - 0.5)}
        height={height}
      />
    );
  };
  return (
    <>
      {columns.map((column) => (
        <g key={column.from} class="requests" onPointerEnter={() => onTell(tell(column))}>
          {bar(column, column.errors > 0 ? 'rate with-errors' : 'rate', column.requests / most, y)}
          {bar(column, 'p99', column.p99 / slowest, y + lane)}
          {bar(column, 'median', column.median / slowest, y + lane)}
        </g>
      ))}
    </>
  );
}

function tell({ from, to, requests, errors, median, p99 }: RequestColumn): string {
  const when = to - from > 1000 ? `${clock(from)} to ${clock(to)}, at most` : `${clock(from)},`;
  const failed = errors === 0 ? '' : `, ${errors} without a good answer`;
  return `${when} ${requests} requests a second${failed}, median ${duration(median)}, 99 of 100 within ${duration(p99)}`;
}
