import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestSecond } from '../model/request-second.js';
import { RequestMeter } from './request-meter.js';

function metered(): { meter: RequestMeter; kept: RequestSecond[]; at: (ms: number) => void } {
  let now = 0;
  const kept: RequestSecond[] = [];
  const meter = new RequestMeter(
    () => now,
    (second) => kept.push(second),
  );
  return { meter, kept, at: (ms) => (now = ms) };
}

describe('a request meter', () => {
  it('gives one record for each second in which requests ended, and none for the others', () => {
    const { meter, kept, at } = metered();
    at(200);
    meter.ended(3, 200);
    meter.ended(5, 200);
    at(999);
    meter.ended(4, 201);
    at(4_000);
    meter.ended(10, 200);
    expect(kept).toEqual([{ second: 0, requests: 3, errors: 0, median: 4, p99: 5 }]);
    meter.flush();
    expect(kept[1]).toEqual({ second: 4, requests: 1, errors: 0, median: 10, p99: 10 });
    meter.flush();
    expect(kept).toHaveLength(2);
  });

  it('takes for an error what was not answered and what the server could not do, and no refusal', () => {
    const { meter, kept } = metered();
    for (const status of [200, 201, 403, 404, 409, 422, 429, 500, 503, undefined]) meter.ended(1, status);
    meter.flush();
    expect(kept).toMatchObject([{ requests: 10, errors: 4 }]);
  });

  it('counts every request once, whenever it ends', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3_000), fc.nat(500)), { maxLength: 80 }), (ends) => {
        const { meter, kept, at } = metered();
        let now = 0;
        for (const [pause, ms] of ends) {
          at((now += pause));
          meter.ended(ms, 200);
        }
        meter.flush();
        expect(kept.reduce((sum, { requests }) => sum + requests, 0)).toBe(ends.length);
        const seconds = kept.map(({ second }) => second);
        expect([...new Set(seconds)].sort((a, b) => a - b)).toEqual(seconds);
        for (const { median, p99 } of kept) expect(median).toBeLessThanOrEqual(p99);
      }),
    );
  });
});
