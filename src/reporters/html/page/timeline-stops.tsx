import type { JSX } from 'preact';
import type { StopView } from '../report-data.js';
import type { Action } from '../timeline.js';
import { transitionWords } from './words.js';

/** The stops as bands behind the lanes, each from its first action to the next one's. `x` turns ms into pixels. */
export function StopBands(props: {
  readonly actions: readonly Action[];
  readonly stops: readonly StopView[];
  readonly end: number;
  readonly x: (ms: number) => number;
  readonly left: number;
  readonly height: number;
}): JSX.Element {
  const { actions, stops, end, x, left, height } = props;
  const begun = stops.flatMap((stop) => {
    const first = actions.find(({ step, action }) => step === stop.name && !action.startsWith('rollback/'));
    return first ? [{ stop, from: first.from }] : [];
  });
  return (
    <>
      {begun.map(({ stop, from }, at) => {
        const [start, stopAt] = [x(from), x(begun[at + 1]?.from ?? end)];
        const number = String(stop.index).padStart(2, '0');
        const text = `${number} ${transitionWords(stop.transition)}`;
        const room = stopAt - Math.max(start, left) - 8;
        return (
          <g key={stop.name} class={at % 2 === 0 ? 'band even' : 'band'}>
            <rect x={start} y="0" width={Math.max(0, stopAt - start)} height={height - 16} />
            {room > 14 && (
              <text x={Math.max(start, left) + 5} y="17">
                {text.length * 6.6 < room ? text : number}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
