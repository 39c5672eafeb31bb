import { describe, expect, it } from 'vitest';
import type { BriefOutcome } from '../result.js';
import { sampleFinding } from '../testing/finding.js';
import { seenIn, type Answered } from './showing.js';

const KEPT: BriefOutcome = { kind: 'kept', value: 'a' };
const DROPPED: BriefOutcome = { kind: 'dropped' };
const refused = (reason: string, message = 'no'): BriefOutcome => ({
  kind: 'refused',
  status: 422,
  causes: reason === '' ? [] : [{ reason, field: 'spec.mode', message }],
  message,
});
const NOT_SERVED: BriefOutcome = { kind: 'not served' };

const answered = (
  fieldClass: Answered['class'],
  old: BriefOutcome,
  emulating: BriefOutcome,
  elsewhere: Answered['elsewhere'] = [],
): Answered => ({ class: fieldClass, old, emulating, elsewhere });

describe('a finding of a value', () => {
  it.each<[string, Answered, string]>([
    ['still kept', answered('persisted', DROPPED, KEPT), 'shown'],
    ['dropped by both', answered('not shown', DROPPED, DROPPED), 'absent'],
    ['dropped by both, beside another difference', answered('changed', DROPPED, DROPPED), 'absent'],
    ['refused by both alike', answered('same', refused('Invalid'), refused('Invalid', 'other words')), 'absent'],
    ['refused by both, for other reasons', answered('refused otherwise', refused('a'), refused('b')), 'unresolved'],
    ['refused by both, for no reason that is given', answered('same', refused(''), refused('', 'x')), 'unresolved'],
    ['refused now, where the old one drops it', answered('refused', DROPPED, refused('a')), 'unresolved'],
    ['served by neither', answered('not served', NOT_SERVED, NOT_SERVED), 'absent'],
    ['not served any more', answered('refused', DROPPED, NOT_SERVED), 'unresolved'],
    ['not answered', answered('unreached', DROPPED, { kind: 'unanswered', message: '503' }), 'unresolved'],
  ])('%s', (_, now, expected) => {
    expect(seenIn(sampleFinding(), now).showing).toBe(expected);
  });

  it('that is lost is absent once both keep it, and not where both keep another', () => {
    const lost = sampleFinding({ class: 'lost' }, { class: 'lost' });
    expect(seenIn(lost, answered('lost', KEPT, DROPPED)).showing).toBe('shown');
    expect(seenIn(lost, answered('same', KEPT, KEPT)).showing).toBe('absent');
    expect(seenIn(lost, answered('changed', KEPT, { kind: 'kept', value: 'b' })).showing).toBe('unresolved');
  });
});

describe('a finding beside the value', () => {
  const place = (path: string): Answered['elsewhere'][number] => ({ path, old: undefined, emulating: {} });
  const finding = (...paths: string[]): ReturnType<typeof sampleFinding> =>
    sampleFinding(
      { class: 'changed', cause: `v1 pods: ${paths.join(', ')}` },
      { class: 'changed', elsewhere: paths.map(place) },
    );
  const now = (...paths: string[]): Answered => answered('changed', KEPT, KEPT, paths.map(place));

  it('shows as long as its own places differ, whatever else does', () => {
    expect(seenIn(finding('status'), now('status', 'spec.items[2].x')).showing).toBe('shown');
    expect(seenIn(finding('spec.items[0].x'), now('spec.items[3].x')).showing).toBe('shown');
    expect(seenIn(finding('status'), now('spec.other')).showing).toBe('absent');
  });

  it('is neither there nor gone when a part of it is', () => {
    expect(seenIn(finding('status', 'spec.x'), now('status')).showing).toBe('unresolved');
    expect(seenIn(finding('status'), answered('lost', KEPT, DROPPED)).showing).toBe('unresolved');
  });
});
