import { describe, expect, it } from 'vitest';
import { lackingIn, lockedIn, neededIn } from './refusal.js';

describe('what a server says of gates', () => {
  it('names all that are locked, as 1.36.3 does', () => {
    expect(
      lockedIn(
        '[cannot set feature gate AnonymousAuth to false, feature is locked to true, cannot set feature gate New to true, feature is PreAlpha at emulated version 1.36, min compatibility version 1.35]',
      ),
    ).toEqual(['AnonymousAuth', 'New']);
  });

  it('tells what one that is switched on needs, and what one that is switched off takes along', () => {
    const refusal = 'Child is enabled, but depends on features that are disabled: [Parent Other]';
    expect([...neededIn(refusal, new Set())]).toEqual([
      ['Parent', true],
      ['Other', true],
    ]);
    expect([...neededIn(refusal, new Set(['Parent']))]).toEqual([['Child', false]]);
    expect([...neededIn('unrecognized feature gate: X', new Set())]).toEqual([]);
  });
});

describe('a server that waits for itself', () => {
  const line = (type: string): string =>
    `E1130 04:00:27 4404 reflector.go:227] "Failed to watch" err="failed to list *${type}: the server could not find the requested resource"\n`;

  it('names what it looks for and does not serve', () => {
    expect(lackingIn(line('v1.PodCertificateRequest').repeat(3))).toEqual(['v1 PodCertificateRequest']);
  });

  it('may look for something once, and be ready all the same', () => {
    expect(lackingIn(line('v1.A') + line('v1beta1.B'))).toEqual([]);
  });
});
