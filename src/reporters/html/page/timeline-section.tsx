import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StopView } from '../report-data.js';
import type { Timeline } from '../timeline.js';
import { ActionTable } from './action-table.js';
import { Fold } from './fold.js';
import { Faults } from './faults.js';
import { RequestSummary } from './request-summary.js';
import { FileLink, Name, Prose } from './text.js';
import { TimelineChart } from './timeline-chart.js';
import { clock, pan, within, zoom, type View } from './timeline-view.js';

/** When what happened: a chart to zoom, and the same as a table. */
export function TimelineSection(props: {
  readonly timeline: Timeline;
  readonly stops: readonly StopView[];
}): JSX.Element {
  const { timeline, stops } = props;
  const { end, actions, faults, halts, warnings } = timeline;
  const all = { from: 0, to: Math.max(end, 1) };
  const [view, setView] = useState<View>(all);
  if (actions.length === 0) return <p class="empty">The journal holds no action.</p>;
  const middle = (view.from + view.to) / 2;
  const show = (name: string) => {
    const own = actions.filter(({ step, action }) => step === name && !action.startsWith('rollback/'));
    const first = Math.min(...own.map(({ from }) => from));
    const last = Math.max(...own.map(({ to }) => to ?? end));
    setView(name === '' ? all : within({ from: first - (last - first) * 0.02, to: last + (last - first) * 0.02 }, end));
  };
  const keys: Record<string, () => View> = {
    ArrowLeft: () => pan(view, -0.2, end),
    ArrowRight: () => pan(view, 0.2, end),
    '+': () => zoom(view, 0.5, middle, end),
    '=': () => zoom(view, 0.5, middle, end),
    '-': () => zoom(view, 2, middle, end),
    '0': () => all,
  };
  return (
    <div class="timeline card">
      <div class="tools">
        <label>
          Show{' '}
          <select onChange={(event) => show(event.currentTarget.value)}>
            <option value="">the whole run</option>
            {stops
              .filter(({ name }) => actions.some(({ step }) => step === name))
              .map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        <button type="button" onClick={() => setView(keys['+']!())}>
          Closer
        </button>
        <button type="button" onClick={() => setView(keys['-']!())}>
          Wider
        </button>
        <button type="button" onClick={() => setView(all)}>
          Everything
        </button>
        <span class="dim">drag over a stretch to see it closer; arrow keys, + and − work too</span>
      </div>
      <div
        class="focusable"
        role="group"
        tabIndex={0}
        aria-label="Timeline. Arrow keys move it, plus and minus zoom, zero shows everything"
        onKeyDown={(event) => {
          const key = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
          if (!key) return;
          event.preventDefault();
          setView(key());
        }}
      >
        <TimelineChart timeline={timeline} stops={stops} view={view} onView={setView} />
      </div>
      <RequestSummary requests={timeline.requests} />
      {faults.length > 0 && <Faults faults={faults} />}
      {halts.map(({ at, step, point }) => (
        <p key={`${at} ${point}`}>
          <span class="stop">{clock(at)}</span> <span class="stop">{step}</span> The transition ended half-way, at{' '}
          <Name text={point} />, as planned.
        </p>
      ))}
      {warnings.length > 0 && (
        <ul class="warnings">
          {warnings.map(({ at, step, message, log }) => (
            <li key={`${at} ${message}`}>
              <span class="stop">{clock(at)}</span> <span class="stop">{step}</span> <Prose text={message} />{' '}
              {log !== '' && <FileLink path={log} />}
            </li>
          ))}
        </ul>
      )}
      <Fold class="subject" title={`All ${actions.length} actions as a table`}>
        <ActionTable actions={actions} />
      </Fold>
    </div>
  );
}
