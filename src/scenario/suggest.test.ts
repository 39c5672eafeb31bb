import { describe, expect, it } from 'vitest';
import { TRANSITIONS } from '../model/transition.js';
import { suggest } from './suggest.js';

describe('a suggestion', () => {
  it.each([
    ['binary-upgade', 'binary-upgrade'],
    ['finalise', 'finalize'],
    ['Finalize', 'finalize'],
    ['nul-restrat', 'null-restart'],
    ['emulation_rollback', 'emulation-rollback'],
  ])('is what somebody who typed %s meant', (typed, meant) => {
    expect(suggest(typed, TRANSITIONS)).toBe(meant);
  });

  it.each(['', 'x', 'reboot', 'upgrade-the-binary-now'])('is not made for %j', (typed) => {
    expect(suggest(typed, TRANSITIONS)).toBeUndefined();
  });
});
