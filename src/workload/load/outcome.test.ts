import { describe, expect, it } from 'vitest';
import { outcomeOfError, outcomeOfStatus } from './outcome.js';

describe('what an answer says of a write', () => {
  it.each([
    [200, 'taken'],
    [201, 'taken'],
    [400, 'refused'],
    [404, 'refused'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'refused'],
    [408, 'unknown'],
    [500, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
  ])('%i: %s', (status, outcome) => {
    expect(outcomeOfStatus(status)).toBe(outcome);
  });

  it('is a no where nobody listened, however deep the reason lies', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(outcomeOfError(refused)).toBe('refused');
    expect(outcomeOfError(new TypeError('fetch failed', { cause: refused }))).toBe('refused');
  });

  it.each([
    ['a reset', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
    ['a timeout', new DOMException('too late', 'TimeoutError')],
    ['no error at all', 'ECONNREFUSED'],
  ])('is unknown after %s', (_, error) => {
    expect(outcomeOfError(error)).toBe('unknown');
  });
});
