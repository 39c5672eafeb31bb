import type { Plan } from '../model/plan.js';
import type { RollbackOutcome } from '../model/transition.js';
import type { Verdict } from '../model/verdict.js';
import { count, rollbackAt } from './tally.js';

/**
 * Where the way back ends, as sentences: the first stop from which the real old release would lose something, and the first
 * from which it cannot take over at all. `show` writes a stop's name in the language of the report.
 */
export function pointOfNoReturn(plan: Plan, verdict: Verdict, show: (step: string) => string): string[] {
  const old = plan.versions.from;
  const examined = plan.steps.filter(
    ({ name }) => (rollbackAt(verdict, name)?.outcome ?? 'not examined') !== 'not examined',
  );
  const unexamined = plan.steps.length - examined.length;
  const first = (outcome: RollbackOutcome) =>
    examined.find(({ name }) => rollbackAt(verdict, name)?.outcome === outcome);
  const [lossy, impossible] = [first('lossy'), first('impossible')];

  const sentences: string[] = [];
  if (lossy) sentences.push(`The first stop from which going back to ${old} loses something is ${show(lossy.name)}.`);
  if (impossible)
    sentences.push(`The first stop from which going back to ${old} is impossible is ${show(impossible.name)}.`);
  if (examined.length === 0) {
    sentences.push(`At no stop was it examined whether ${old} could take over again.`);
  } else {
    if (!lossy && !impossible) sentences.push(`There is none: from every stop examined, going back to ${old} is safe.`);
    if (unexamined > 0) sentences.push(`${count(unexamined, 'stop was', 'stops were')} not examined.`);
  }
  return sentences;
}
