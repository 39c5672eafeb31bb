import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hrefOf, routeOf, type Route } from './route.js';

const text = fc.string({ unit: 'grapheme' });
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constant({ page: 'overview' } as const),
  fc.record({ page: fc.constant('cell' as const), cell: text }),
  fc.record({ page: fc.constant('difference' as const), before: text, after: text }),
  fc.record({ page: fc.constant('search' as const), text }),
);

it('an address leads where it was made for', () => {
  fc.assert(fc.property(routes, (route) => void expect(routeOf(hrefOf(route))).toEqual(route)));
});

it('any address leads somewhere', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (hash) => void hrefOf(routeOf(hash))));
  expect(routeOf('#/cell/%E0%A4%A')).toEqual({ page: 'cell', cell: '%E0%A4%A' });
  expect(routeOf('')).toEqual({ page: 'overview' });
});
