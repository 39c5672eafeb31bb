import type { JSX } from 'preact';
import { printable } from '../../printable.js';
import { duration } from './words.js';

const HEIGHT = 20;
const CHARACTER = 6.4;

/** One stretch of a lane; the label shows where it fits. `from`, `to` and `y` are pixels, `took` is ms. */
export function TimelineBar(props: {
  readonly kind: string;
  readonly label: string;
  readonly detail: string;
  readonly from: number;
  readonly to: number;
  readonly took: number;
  readonly y: number;
  readonly onTell: (text: string) => void;
}): JSX.Element {
  const { kind, label, detail, from, to, took, y, onTell } = props;
  const width = Math.max(2, to - from);
  const words = printable(`${kind === 'failed' ? '✕ ' : ''}${label} ${duration(took)}`);
  const short = printable(label);
  const text = [words, short].find((each) => each.length * CHARACTER + 8 < width);
  return (
    <g class={`action ${kind}`} onPointerEnter={() => onTell(printable(`${detail}, ${duration(took)}`))}>
      <rect x={from} y={y + 5} width={width} height={HEIGHT} rx="3" />
      {text !== undefined && (
        <text x={from + 5} y={y + 5 + HEIGHT / 2}>
          {text}
        </text>
      )}
    </g>
  );
}
