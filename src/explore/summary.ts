import type { CaseResult, Disagreement, EndStateCount, ExplorationSummary } from '../model/exploration.js';
import type { Outcome } from '../model/verdict.js';
import { BadInputError } from '../support/errors.js';
import type { ChosenCase } from './choose.js';
import type { CaseClass } from './same-state.js';

/**
 * Sums an exploration up. `chosen` is what was to be run and may be a shard of it; `results` may lack some and come in any order. Throws
 * BadInputError for results that are not of this exploration, or of one case twice.
 */
export function summarise(
  classes: readonly CaseClass[],
  chosen: readonly ChosenCase[],
  results: readonly CaseResult[],
): ExplorationSummary {
  const byId = resultsById(chosen, results);
  const executed = chosen.flatMap((each) => byId.get(each.case.id) ?? []);
  const missing = chosen.map((each) => each.case.id).filter((id) => !byId.has(id));
  const outcomes = countsOf(executed);
  const { agreeing, disagreeing } = comparisons(executed);
  const samples = executed.filter(({ because }) => because === 'sample').length;
  return {
    outcome: worstOf(outcomes, disagreeing, missing),
    enumerated: classes.reduce((sum, { cases }) => sum + cases.length, 0),
    classes: classes.length,
    covered: new Set(executed.filter(isJudged).map(({ key }) => key)).size,
    chosen: chosen.length,
    executed: executed.length,
    outcomes,
    endStates: endStatesOf(executed),
    agreeing,
    disagreeing,
    uncompared: samples - agreeing - disagreeing.length,
    notPassed: [...ofOutcome(executed, 'fail'), ...ofOutcome(executed, 'inconclusive')],
    missing,
  };
}

/** An exploration that ran nothing showed nothing. */
function worstOf(
  { pass, fail, inconclusive }: Readonly<Record<Outcome, number>>,
  disagreeing: readonly Disagreement[],
  missing: readonly string[],
): Outcome {
  if (fail > 0 || disagreeing.length > 0) return 'fail';
  return inconclusive > 0 || missing.length > 0 || pass === 0 ? 'inconclusive' : 'pass';
}

/** Compares every sample with its class's representative, where both were judged. */
function comparisons(executed: readonly CaseResult[]): { agreeing: number; disagreeing: Disagreement[] } {
  const judged = executed.filter(isJudged);
  const representatives = new Map(
    judged.filter(({ because }) => because === 'representative').map((result) => [result.key, result]),
  );
  const pairs = judged
    .filter(({ because }) => because === 'sample')
    .flatMap((sample) => {
      const representative = representatives.get(sample.key);
      return representative ? [{ key: sample.key, representative, sample }] : [];
    });
  const disagreeing = pairs.filter(({ representative, sample }) => representative.endState !== sample.endState);
  return { agreeing: pairs.length - disagreeing.length, disagreeing };
}

function resultsById(chosen: readonly ChosenCase[], results: readonly CaseResult[]): Map<string, CaseResult> {
  const expected = new Map(chosen.map((each) => [each.case.id, each]));
  const byId = new Map<string, CaseResult>();
  for (const result of results) {
    const choice = expected.get(result.id);
    const isSame = choice?.key === result.key && choice.because === result.because;
    if (!isSame || byId.has(result.id)) {
      throw new BadInputError({
        code: 'foreign-result',
        message: `the result of ${result.id} is ${isSame ? 'there twice' : 'of another exploration'}`,
        remedy: 'put together results of one scenario, seed and choice of faults, each case once',
      });
    }
    byId.set(result.id, result);
  }
  return byId;
}

function endStatesOf(executed: readonly CaseResult[]): EndStateCount[] {
  const counts = new Map<string, number>();
  for (const { endState } of executed) counts.set(endState, (counts.get(endState) ?? 0) + 1);
  return [...counts]
    .map(([endState, cases]) => ({ endState, cases }))
    .sort((a, b) => b.cases - a.cases || (a.endState < b.endState ? -1 : 1));
}

function countsOf(results: readonly CaseResult[]): Record<Outcome, number> {
  const of = (outcome: Outcome): number => ofOutcome(results, outcome).length;
  return { pass: of('pass'), fail: of('fail'), inconclusive: of('inconclusive') };
}

function ofOutcome(results: readonly CaseResult[], outcome: Outcome): CaseResult[] {
  return results.filter((result) => result.outcome === outcome);
}

function isJudged({ outcome }: CaseResult): boolean {
  return outcome !== 'inconclusive';
}
