/** The stretch of time that is visible, ms since the start of the run. */
export interface View {
  readonly from: number;
  readonly to: number;
}

/** Closer than this there is nothing to see. */
const CLOSEST = 50;

/** Zooms by `factor` (below 1: closer) around a moment, within 0 and `end`. */
export function zoom(view: View, factor: number, around: number, end: number): View {
  const from = around - (around - view.from) * factor;
  return within({ from, to: from + (view.to - view.from) * factor }, end);
}

/** Moves by a share of the visible stretch; negative goes back in time. */
export function pan(view: View, share: number, end: number): View {
  const by = (view.to - view.from) * share;
  return within({ from: view.from + by, to: view.to + by }, end);
}

/** The view itself, moved and cut so that it lies within 0 and `end`. */
export function within({ from, to }: View, end: number): View {
  const length = Math.min(Math.max(to - from, CLOSEST), Math.max(end, CLOSEST));
  const start = Math.min(Math.max(0, from), Math.max(0, Math.max(end, CLOSEST) - length));
  return { from: start, to: start + length };
}

/** Round moments to label, at most `most` of them. */
export function ticks({ from, to }: View, most: number): number[] {
  const steps = [10, 50, 100, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000];
  const fits = (step: number) => (to - from) / step <= most;
  let step = steps.find(fits) ?? 1_800_000;
  while (!fits(step)) step *= 2;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, at) => (first + at) * step);
}

/** `1:23`, with fractions where there are any: `0:01.5`. */
export function clock(ms: number): string {
  const hundredths = Math.round(ms / 10);
  const seconds = Math.floor(hundredths / 100);
  const fraction =
    hundredths % 100 === 0
      ? ''
      : `.${String(hundredths % 100)
          .padStart(2, '0')
          .replace(/0$/, '')}`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}${fraction}`;
}
