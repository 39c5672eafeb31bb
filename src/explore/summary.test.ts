import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseResult } from '../model/exploration.js';
import { BadInputError } from '../support/errors.js';
import { chosenCases, type ChosenCase } from './choose.js';
import { classesOf } from './same-state.js';
import { summarise } from './summary.js';
import { upAndBack } from './testing/cases.js';

const CLASSES = classesOf(upAndBack(['kill', 'terminate', 'torn-wal']));
const CHOSEN = chosenCases(CLASSES, { seed: 1, share: 0.2 });
const SAMPLES = CHOSEN.filter(({ because }) => because === 'sample');

function resultOf({ case: { id }, key, because }: ChosenCase, change: Partial<CaseResult> = {}): CaseResult {
  return { id, key, because, outcome: 'pass', findings: [], endState: 'aa', seconds: 15, ...change };
}

/** A result for each case, with changes to some by their place. */
function results(changes: Readonly<Record<number, Partial<CaseResult>>> = {}): CaseResult[] {
  return CHOSEN.map((chosen, at) => resultOf(chosen, changes[at]));
}

const placeOf = (chosen: ChosenCase): number => CHOSEN.indexOf(chosen);
const representativeOf = ({ key }: ChosenCase): ChosenCase =>
  CHOSEN.find((each) => each.key === key && each.because === 'representative')!;

describe('an exploration', () => {
  it('in which every case passed, and every sample ended as its class, passes', () => {
    const summary = summarise(CLASSES, CHOSEN, results());
    expect(summary).toEqual({
      outcome: 'pass',
      enumerated: CLASSES.flatMap(({ cases }) => cases).length,
      classes: CLASSES.length,
      covered: CLASSES.length,
      chosen: CHOSEN.length,
      executed: CHOSEN.length,
      outcomes: { pass: CHOSEN.length, fail: 0, inconclusive: 0 },
      endStates: [{ endState: 'aa', cases: CHOSEN.length }],
      agreeing: SAMPLES.length,
      disagreeing: [],
      uncompared: 0,
      notPassed: [],
      missing: [],
    });
    expect(SAMPLES.length).toBeGreaterThan(10);
  });

  it('fails for one failing case, wherever it is, and names it', () => {
    fc.assert(
      fc.property(fc.nat(CHOSEN.length - 1), (at) => {
        const summary = summarise(CLASSES, CHOSEN, results({ [at]: { outcome: 'fail', findings: ['keys-kept'] } }));
        expect(summary.outcome).toBe('fail');
        expect(summary.notPassed.map(({ id }) => id)).toEqual([CHOSEN[at]?.case.id]);
        expect(summary.covered).toBe(CLASSES.length);
      }),
    );
  });

  it('fails for one sample that ended otherwise than its class, though every case passed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), (sample) => {
        const { outcome, disagreeing, agreeing } = summarise(
          CLASSES,
          CHOSEN,
          results({ [placeOf(sample)]: { endState: 'bb' } }),
        );
        expect(outcome).toBe('fail');
        expect(agreeing).toBe(SAMPLES.length - 1);
        expect(disagreeing).toMatchObject([
          { key: sample.key, sample: { id: sample.case.id }, representative: { id: representativeOf(sample).case.id } },
        ]);
      }),
    );
  });

  it('takes a sample and its class that fail alike for agreeing', () => {
    const sample = SAMPLES[0]!;
    const failing = { outcome: 'fail', endState: 'ff' } as const;
    const summary = summarise(
      CLASSES,
      CHOSEN,
      results({ [placeOf(sample)]: failing, [placeOf(representativeOf(sample))]: failing }),
    );
    expect(
      summary.disagreeing.filter(({ key, sample: { id } }) => key === sample.key && id === sample.case.id),
    ).toEqual([]);
  });

  it('is inconclusive for one missing case, and for one that could not be judged', () => {
    fc.assert(
      fc.property(fc.nat(CHOSEN.length - 1), (at) => {
        const missing = summarise(
          CLASSES,
          CHOSEN,
          results().filter((_, index) => index !== at),
        );
        expect(missing).toMatchObject({ outcome: 'inconclusive', missing: [CHOSEN[at]?.case.id] });
        const unjudged = summarise(CLASSES, CHOSEN, results({ [at]: { outcome: 'inconclusive', endState: 'ii' } }));
        expect(unjudged.outcome).toBe('inconclusive');
        expect(unjudged.disagreeing).toEqual([]);
        expect(unjudged.notPassed).toHaveLength(1);
      }),
    );
  });

  it('compares no sample whose class was not judged, and counts it', () => {
    const sample = SAMPLES[0]!;
    const same = SAMPLES.filter(({ key }) => key === sample.key).length;
    const summary = summarise(
      CLASSES,
      CHOSEN,
      results({ [placeOf(representativeOf(sample))]: { outcome: 'inconclusive', endState: 'ii' } }),
    );
    expect(summary).toMatchObject({ uncompared: same, agreeing: SAMPLES.length - same, outcome: 'inconclusive' });
  });

  it('is inconclusive where nothing was run', () => {
    expect(summarise(CLASSES, CHOSEN, [])).toMatchObject({ outcome: 'inconclusive', executed: 0, covered: 0 });
    expect(summarise(CLASSES, [], [])).toMatchObject({ outcome: 'inconclusive', chosen: 0 });
  });

  it('prefers failing to being inconclusive', () => {
    const summary = summarise(
      CLASSES,
      CHOSEN,
      results({ 0: { outcome: 'fail' }, 1: { outcome: 'inconclusive' } }).slice(0, -1),
    );
    expect(summary.outcome).toBe('fail');
    expect(summary.notPassed.map(({ outcome }) => outcome)).toEqual(['fail', 'inconclusive']);
  });

  it('counts end states, the commonest first, whatever the order of the results', () => {
    const changes = { 0: { endState: 'zz' }, 1: { endState: 'bb' }, 2: { endState: 'bb' } };
    fc.assert(
      fc.property(fc.shuffledSubarray(results(changes), { minLength: CHOSEN.length }), (shuffled) => {
        const summary = summarise(CLASSES, CHOSEN, shuffled);
        expect(summary).toEqual(summarise(CLASSES, CHOSEN, results(changes)));
        expect(summary.endStates.map(({ endState }) => endState)).toEqual(['aa', 'bb', 'zz']);
      }),
      { numRuns: 20 },
    );
  });

  it('adds up: what passed, failed and was not judged is what ran, and what ran and is missing was chosen', () => {
    const outcome = fc.constantFrom('pass' as const, 'fail' as const, 'inconclusive' as const, undefined);
    const all = fc.array(outcome, { minLength: CHOSEN.length, maxLength: CHOSEN.length });
    fc.assert(
      fc.property(all, (outcomes) => {
        const some = CHOSEN.flatMap((chosen, at) =>
          outcomes[at] ? [resultOf(chosen, { outcome: outcomes[at] })] : [],
        );
        const summary = summarise(CLASSES, CHOSEN, some);
        const { pass, fail, inconclusive } = summary.outcomes;
        expect(pass + fail + inconclusive).toBe(summary.executed);
        expect(summary.executed + summary.missing.length).toBe(summary.chosen);
        expect(fail + inconclusive).toBe(summary.notPassed.length);
        expect(summary.endStates.reduce((sum, { cases }) => sum + cases, 0)).toBe(summary.executed);
        expect(summary.covered).toBeLessThanOrEqual(summary.classes);
        const samples = some.filter(({ because }) => because === 'sample').length;
        expect(summary.agreeing + summary.disagreeing.length + summary.uncompared).toBe(samples);
      }),
      { numRuns: 50 },
    );
  });
});

describe('results', () => {
  const [first, second] = results();

  it.each<[string, readonly CaseResult[]]>([
    ['of an unknown case', [{ ...first!, id: 'nothing' }]],
    ['of another class', [{ ...first!, key: 'nothing' }]],
    ['for another reason', [{ ...first!, because: 'sample' }]],
    ['of one case twice', [first!, second!, first!]],
  ])('are refused %s', (_, given) => {
    expect(() => summarise(CLASSES, CHOSEN, given)).toThrow(BadInputError);
  });
});
