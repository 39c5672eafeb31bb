import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { StopView } from '../report-data.js';
import type { Timeline } from '../timeline.js';
import { RequestLanes } from './request-lane.js';
import { TimelineBar } from './timeline-bar.js';
import { lanesOf, verbOf } from './timeline-lanes.js';
import { StopBands } from './timeline-stops.js';
import { clock, ticks, within, zoom, type View } from './timeline-view.js';
import { useWidth } from './use-width.js';

const LABELS = 168;
const TOP = 44;
const LANE = 30;

/** The chart. Dragging selects a stretch, the wheel with Ctrl zooms. */
export function TimelineChart(props: {
  readonly timeline: Timeline;
  readonly stops: readonly StopView[];
  readonly view: View;
  readonly onView: (view: View) => void;
}): JSX.Element {
  const { timeline, stops, view, onView } = props;
  const [ref, width] = useWidth(1100);
  const [told, setTold] = useState('');
  const [drag, setDrag] = useState<readonly [number, number] | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const lanes = lanesOf(timeline.actions);
  // lanes for faults and requests only where there are any: below the API's
  const above = [
    'API away',
    ...(timeline.faults.length > 0 ? ['faults'] : []),
    ...(timeline.requests.length > 0 ? ['requests a second', 'median, 99 of 100'] : []),
  ];
  const height = TOP + (lanes.length + above.length) * LANE + 22;
  const room = width - LABELS;
  const x = (ms: number) => LABELS + ((ms - view.from) / (view.to - view.from)) * room;
  const time = (event: MouseEvent) => {
    const at = event.clientX - svg.current!.getBoundingClientRect().left;
    return view.from + (Math.min(Math.max(at - LABELS, 0), room) / room) * (view.to - view.from);
  };
  const visible = (from: number, to: number) => to >= view.from && from <= view.to;
  const release = () => {
    if (drag && Math.abs(x(drag[1]) - x(drag[0])) > 6) {
      onView(within({ from: Math.min(...drag), to: Math.max(...drag) }, timeline.end));
    }
    setDrag(null);
  };
  return (
    <div ref={ref}>
      <svg
        ref={svg}
        class="chart"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label="Actions over time, a row for each component; the table below says the same"
        onPointerDown={(event) => setDrag([time(event), time(event)])}
        onPointerMove={(event) => drag && setDrag([drag[0], time(event)])}
        onPointerUp={release}
        onPointerLeave={() => setDrag(null)}
        onWheel={(event) => {
          if (!event.ctrlKey && !event.metaKey) return;
          event.preventDefault();
          onView(zoom(view, event.deltaY > 0 ? 1.25 : 0.8, time(event), timeline.end));
        }}
      >
        <svg
          x={LABELS}
          width={Math.max(0, room)}
          height={height}
          viewBox={`${LABELS} 0 ${Math.max(1, room)} ${height}`}
        >
          <StopBands actions={timeline.actions} stops={stops} end={timeline.end} x={x} left={LABELS} height={height} />
          {ticks(view, room / 90).map((ms) => (
            <g key={ms} class="tick">
              <line x1={x(ms)} x2={x(ms)} y1={TOP - 6} y2={height - 16} />
              <text x={Math.max(x(ms), LABELS + 14)} y={height - 5}>
                {clock(ms)}
              </text>
            </g>
          ))}
          {timeline.outages
            .filter(({ from, to }) => visible(from, to ?? timeline.end))
            .map(({ step, from, to }) => (
              <TimelineBar
                key={from}
                kind="outage"
                label="API away"
                detail={`${step}: the API was away`}
                from={x(from)}
                to={x(to ?? timeline.end)}
                took={(to ?? timeline.end) - from}
                y={TOP}
                onTell={setTold}
              />
            ))}
          {timeline.faults
            .filter(({ from, to }) => visible(from, to ?? timeline.end))
            .map(({ step, fault, what, point, from, to, onset, end, problem }) => (
              <TimelineBar
                key={`${step} ${fault}`}
                kind={problem === '' ? 'fault' : 'failed'}
                label={what}
                detail={`${step}: ${what} at ${point}: ${problem === '' ? `${onset}; ${end}` : problem}`}
                from={x(from)}
                to={x(to ?? from)}
                took={(to ?? from) - from}
                y={TOP + LANE}
                onTell={setTold}
              />
            ))}
          <RequestLanes
            requests={timeline.requests}
            view={view}
            room={room}
            x={x}
            y={TOP + above.indexOf('requests a second') * LANE}
            lane={LANE}
            onTell={setTold}
          />
          {timeline.halts.map(({ at, step, point }) => (
            <g
              key={`${at} ${point}`}
              class="halt"
              onPointerEnter={() => setTold(`${step}: the transition ended at ${point}`)}
            >
              <line x1={x(at)} x2={x(at)} y1={TOP - 6} y2={height - 16} />
            </g>
          ))}
          {lanes.map(({ actions }, at) =>
            actions
              .filter(({ from, to }) => visible(from, to ?? timeline.end))
              .map(({ step, action, from, to, ok, message }) => (
                <TimelineBar
                  key={`${from} ${action}`}
                  kind={ok ? (to === null ? 'open' : verbOf(action)) : 'failed'}
                  label={action.includes('/') ? action.slice(action.indexOf('/') + 1) : action}
                  detail={`${step}: ${action}${ok ? '' : ` failed: ${message}`}, from ${clock(from)}`}
                  from={x(from)}
                  to={x(to ?? timeline.end)}
                  took={(to ?? timeline.end) - from}
                  y={TOP + (at + above.length) * LANE}
                  onTell={setTold}
                />
              )),
          )}
          {timeline.warnings.map(({ at, message }) => (
            <path key={`${at} ${message}`} class="warning" d={`M${x(at)} ${TOP - 14}l5 9h-10z`}>
              <title>{message}</title>
            </path>
          ))}
          {drag && (
            <rect
              class="drag"
              x={Math.min(...drag.map(x))}
              y={TOP - 6}
              width={Math.abs(x(drag[1]) - x(drag[0]))}
              height={height - TOP}
            />
          )}
        </svg>
        {[...above, ...lanes.map(({ name }) => name)].map((name, at) => (
          <text key={name} class="lane" x={LABELS - 10} y={TOP + at * LANE + LANE / 2}>
            {name}
          </text>
        ))}
      </svg>
      <p class="told" aria-live="off">
        {told === '' ? 'Point at a bar to see what it was.' : told}
      </p>
    </div>
  );
}
