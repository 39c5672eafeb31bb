import type { JSX } from 'preact';
import type { StopView } from '../report-data.js';
import { toneOf } from './badge.js';
import { Icon } from './icon.js';

/** Pixels. */
export const levelHeight = 46;

/** One stop in the picture: the half lines to its neighbours and its node. Heights count from 0, the lowest. */
export function LadderStep(props: {
  readonly stop: StopView;
  readonly levels: number;
  readonly before: number | undefined;
  /** Where a transition led that was left half-way before this stop's own. */
  readonly halfway: number | undefined;
  readonly here: number;
  readonly after: number | undefined;
  /** The first stop from which going back is no longer safe, or no longer possible. */
  readonly edge: 'lossy' | 'impossible' | null;
}): JSX.Element {
  const { stop, levels, before, halfway, here, after, edge } = props;
  const y = (height: number) => ((levels - height - 0.5) / levels) * 100;
  const { binary, emulated, minCompatibility } = stop.version;
  const [tone, icon] = stop.state === 'observed' ? toneOf(stop.rollback.outcome) : toneOf('not reached');
  return (
    <td class={stop.state === 'observed' ? 'step' : 'step dim'} style={{ height: `${levels * levelHeight}px` }}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {Array.from({ length: levels }, (_, height) => (
          <line key={height} class="level" x1="0" x2="100" y1={y(height)} y2={y(height)} />
        ))}
        {before !== undefined && halfway !== undefined && (
          <line class="move halfway" x1="0" x2="16" y1={y((before + halfway) / 2)} y2={y(halfway)} />
        )}
        {before !== undefined && (
          <line
            class={`move ${stop.state.replace(' ', '-')}`}
            x1={halfway === undefined ? 0 : 16}
            x2="50"
            y1={y(halfway ?? (before + here) / 2)}
            y2={y(here)}
          />
        )}
        {after !== undefined && <line class="move leave" x1="50" x2="100" y1={y(here)} y2={y((here + after) / 2)} />}
      </svg>
      {edge !== null && (
        <span class={`edge ${edge} ${here * 2 >= levels ? 'low' : ''}`} aria-hidden="true">
          {edge === 'lossy' ? 'going back loses' : 'no way back'}
        </span>
      )}
      {halfway !== undefined && (
        <>
          <span class="halfway-mark" style={{ top: `${y(halfway)}%` }} aria-hidden="true" />
          <span class="halfway-word" style={{ top: `${y(halfway)}%` }} aria-hidden="true">
            half-way
          </span>
        </>
      )}
      <span class={`node ${tone}`} style={{ top: `${y(here)}%` }}>
        <Icon name={icon} />
      </span>
      <span class="unseen">{`${binary} emulating ${emulated}, min-compat ${minCompatibility}`}</span>
    </td>
  );
}
