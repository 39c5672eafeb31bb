import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMinors, minorOf } from '../model/version.js';
import { brokenRule, defaultMinCompatibility, floorOf } from '../plan/release-rules.js';
import { aggregated, versionErrors } from './refusal.js';

describe('the errors of a triple', () => {
  it('are none exactly where no rule is broken', () => {
    const binary = fc.integer({ min: 33, max: 60 }).map((minor) => `1.${minor}.0` as const);
    const distance = fc.integer({ min: -3, max: 5 });
    fc.assert(
      fc.property(binary, distance, fc.option(distance), (release, emulates, compatible) => {
        const floor = floorOf(minorOf(release));
        const emulated = addMinors(floor, emulates);
        const minCompatibility =
          compatible === null ? defaultMinCompatibility(minorOf(release), emulated) : addMinors(floor, compatible);
        const version = { binary: release, emulated, minCompatibility };
        expect(versionErrors(version).length === 0).toBe(brokenRule(version) === undefined);
      }),
    );
  });

  it('are one as they are and several in brackets', () => {
    expect(aggregated(['a'])).toBe('a');
    expect(aggregated(['a', 'b'])).toBe('[a, b]');
  });
});
