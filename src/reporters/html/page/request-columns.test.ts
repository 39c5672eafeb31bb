import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestSecond } from '../../../model/request-second.js';
import { requestColumns, requestTotals } from './request-columns.js';

const at = (second: number, requests = 1, more: Partial<RequestSecond> = {}): RequestSecond => {
  return { second, requests, errors: 0, median: 1, p99: 2, ...more };
};

describe('the columns of requests', () => {
  it('are the seconds themselves where there is room', () => {
    expect(requestColumns([at(0, 5), at(2, 7)], { from: 0, to: 10_000 }, 100)).toEqual([
      { from: 0, to: 1000, requests: 5, errors: 0, median: 1, p99: 2 },
      { from: 2000, to: 3000, requests: 7, errors: 0, median: 1, p99: 2 },
    ]);
  });

  it('show the busiest and the slowest of the seconds that share one, and all their errors', () => {
    const requests = [at(0, 5, { errors: 1, p99: 90 }), at(1, 9, { errors: 2, median: 30 })];
    expect(requestColumns(requests, { from: 0, to: 100_000 }, 11)).toEqual([
      { from: 0, to: 10_000, requests: 9, errors: 3, median: 30, p99: 90 },
    ]);
  });

  it('leave out what is not in sight', () => {
    const requests = [at(0), at(5), at(9)];
    expect(requestColumns(requests, { from: 4_500, to: 6_000 }, 100).map(({ from }) => from)).toEqual([5_000]);
  });

  it('lose no error and are never more than there is room for, whatever is in sight', () => {
    const seconds = fc.uniqueArray(fc.tuple(fc.nat(5_000), fc.nat(50)), { selector: ([second]) => second });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 2, max: 400 }), (all, most) => {
        const requests = all.map(([second, errors]) => at(second, 60, { errors }));
        const columns = requestColumns(requests, { from: 0, to: 5_001_000 }, most);
        expect(columns.length).toBeLessThanOrEqual(most);
        expect(columns.reduce((sum, { errors }) => sum + errors, 0)).toBe(
          requests.reduce((sum, { errors }) => sum + errors, 0),
        );
        for (const [index, { from }] of columns.entries())
          expect(from).toBeGreaterThanOrEqual(columns[index - 1]?.to ?? 0);
      }),
    );
  });
});

describe('the totals of requests', () => {
  it('are none where nothing was recorded', () => {
    expect(requestTotals([])).toBeUndefined();
  });

  it('have the busiest and the slowest second', () => {
    const requests = [at(0, 5, { p99: 7 }), at(3, 2, { errors: 1, p99: 80 }), at(4, 9)];
    expect(requestTotals(requests)).toEqual({ requests: 16, errors: 1, busiest: 9, slowest: requests[1] });
  });
});
