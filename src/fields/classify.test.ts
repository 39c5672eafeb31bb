import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_CLASSES, compareOutcomes, worseClass, type FieldClass } from './classify.js';
import type { Outcome } from './outcome.js';

const AT = ['spec', 'mode'];
const kept = (value: string, besides = {}): Outcome => ({
  kind: 'kept',
  value,
  object: { spec: { mode: value, ...besides } },
  warnings: [],
});
const dropped = (besides = {}): Outcome => ({ kind: 'dropped', object: { spec: { ...besides } }, warnings: [] });
const refused = (reason = 'FieldValueInvalid', message = 'no'): Outcome => ({
  kind: 'refused',
  status: 422,
  causes: [{ reason, field: 'spec.mode', message }],
  message,
});
const NOT_SERVED: Outcome = { kind: 'not served' };
const UNANSWERED: Outcome = { kind: 'unanswered', message: 'timeout' };

function classOf(old: Outcome, emulating: Outcome, shown = { old: true, emulating: true }): FieldClass {
  return compareOutcomes(old, emulating, AT, shown).class;
}

describe('the class of a field', () => {
  it.each<[string, Outcome, Outcome, FieldClass]>([
    ['both keep the same', kept('a'), kept('a'), 'same'],
    ['both keep, with other values', kept('a'), kept('b'), 'changed'],
    ['both keep it, and something else differs', kept('a'), kept('a', { extra: 1 }), 'changed'],
    ['only the emulating one keeps it', dropped(), kept('a'), 'persisted'],
    ['the old one refuses what the emulating one keeps', refused(), kept('a'), 'persisted'],
    ['the old one does not even serve it', NOT_SERVED, kept('a'), 'persisted'],
    ['only the old one keeps it', kept('a'), dropped(), 'lost'],
    ['the emulating one refuses what the old one keeps', kept('a'), refused(), 'lost'],
    ['the emulating one serves no such kind', kept('a'), NOT_SERVED, 'lost'],
    ['the emulating one refuses what the old one drops', dropped(), refused(), 'refused'],
    ['the emulating one drops what the old one refuses', refused(), dropped(), 'dropped'],
    ['both refuse for one reason', refused('FieldValueInvalid', 'x'), refused('FieldValueInvalid', 'y'), 'same'],
    ['both refuse for different reasons', refused(), refused('FieldValueForbidden'), 'refused otherwise'],
    ['both drop it', dropped(), dropped(), 'same'],
    ['both drop it, and something else differs', dropped(), dropped({ extra: 1 }), 'changed'],
    ['neither serves it', NOT_SERVED, NOT_SERVED, 'not served'],
  ])('when %s', (_, old, emulating, expected) => {
    expect(classOf(old, emulating)).toBe(expected);
  });

  it('tells what is only shown from what is not even shown, when both drop it', () => {
    expect(classOf(dropped(), dropped(), { old: false, emulating: true })).toBe('shown only');
    expect(classOf(dropped(), dropped(), { old: false, emulating: false })).toBe('not shown');
  });

  it('says nothing where one server did not answer: silence is no agreement', () => {
    for (const other of [kept('a'), dropped(), refused(), NOT_SERVED, UNANSWERED]) {
      expect(classOf(other, UNANSWERED)).toBe('unreached');
      expect(classOf(UNANSWERED, other)).toBe('unreached');
    }
  });

  it('is never same when one keeps what the other does not', () => {
    const any = fc.constantFrom(kept('a'), dropped(), refused(), NOT_SERVED);
    fc.assert(
      fc.property(any, any, (old, emulating) => {
        const differ = (old.kind === 'kept') !== (emulating.kind === 'kept');
        expect(classOf(old, emulating) === 'lost' || classOf(old, emulating) === 'persisted').toBe(differ);
      }),
    );
  });

  it('names what differs besides the value, and not the value itself', () => {
    const { elsewhere } = compareOutcomes(kept('a', { extra: 1 }), kept('b', { extra: 2 }), AT, {
      old: true,
      emulating: true,
    });
    expect(elsewhere).toEqual([{ path: 'spec.extra', old: 1, emulating: 2 }]);
  });
});

describe('the worse of two classes', () => {
  it('is one of them, the same either way', () => {
    const any = fc.constantFrom(...FIELD_CLASSES);
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect([a, b]).toContain(worseClass(a, b));
        expect(worseClass(a, b)).toBe(worseClass(b, a));
      }),
    );
    expect(worseClass('same', 'lost')).toBe('lost');
  });
});
