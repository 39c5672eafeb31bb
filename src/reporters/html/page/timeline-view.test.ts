import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clock, pan, ticks, within, zoom } from './timeline-view.js';

const END = 600_000;
const views = fc
  .tuple(fc.integer({ min: 0, max: END }), fc.integer({ min: 0, max: END }))
  .map(([a, b]) => within({ from: Math.min(a, b), to: Math.max(a, b) }, END));

describe('the view of the timeline', () => {
  it('stays within the run however it is moved and zoomed', () => {
    const factors = fc.double({ min: 0.01, max: 100, noNaN: true });
    const shares = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(views, factors, shares, (view, factor, share) => {
        for (const next of [zoom(view, factor, (view.from + view.to) / 2, END), pan(view, share, END)]) {
          expect(next.from).toBeGreaterThanOrEqual(0);
          expect(next.to).toBeLessThanOrEqual(END + 0.001);
          expect(next.to - next.from).toBeGreaterThanOrEqual(49.9);
        }
      }),
    );
  });

  it('has few labels, all of them in sight', () => {
    fc.assert(
      fc.property(views, fc.integer({ min: 2, max: 20 }), (view, most) => {
        const shown = ticks(view, most);
        expect(shown.length).toBeLessThanOrEqual(most + 1);
        for (const ms of shown) expect(ms >= view.from && ms <= view.to).toBe(true);
      }),
    );
  });

  it('shows everything of a run that is shorter than the closest view', () => {
    expect(within({ from: 0, to: 5 }, 5)).toEqual({ from: 0, to: 50 });
  });

  it('reads as a clock', () => {
    expect([0, 61_000, 1500, 600_010].map(clock)).toEqual(['0:00', '1:01', '0:01.5', '10:00.01']);
  });
});
