import type { GuaranteeId } from '../model/guarantee.js';
import type { ObservationProblem } from '../model/observation.js';
import type { Difference } from './difference.js';
import { checkpointFile, type Stop } from './stop.js';

/** What a probe could not see, as a finding of a guarantee that needed it. */
export interface Unseen {
  readonly guarantee: GuaranteeId;
  readonly difference: Difference;
}

/**
 * Everything that could not be seen at a stop: inconclusive, whatever the rest looks like. It is a finding of the guarantee that
 * would have used it first; keys and lists are compared with each other before anything else is.
 */
export function unseenAt(stop: Stop): Unseen[] {
  const { checkpoint, oracle, step } = stop;
  const file = checkpointFile(stop, 'problems.json');
  return [
    ...checkpoint.arrival.problems.map((problem) =>
      unseen(problem, isSurface(problem) ? 'discovery' : 'keys-accounted', 'at arrival', file),
    ),
    ...checkpoint.behaviour.problems.map((problem) =>
      unseen(
        problem,
        GUARANTEE_OF[problem.probe] ?? 'validation',
        'at arrival',
        checkpointFile(stop, 'behaviour.json'),
      ),
    ),
    ...checkpoint.departure.problems.map((problem) =>
      unseen(problem, isSurface(problem) ? 'surface-returns' : 'keys-accounted', 'at departure', file),
    ),
    ...(checkpoint.load?.problems ?? []).map((problem) => unseen(problem, 'writes-kept', 'of the load', file)),
    ...(oracle?.behaviour.problems ?? []).map((problem) =>
      unseen(
        problem,
        GUARANTEE_OF[problem.probe] ?? 'validation',
        `of the oracle ${step.oracle}`,
        `oracles/${step.oracle}.json`,
      ),
    ),
    ...(oracle?.problems ?? []).map((problem) =>
      unseen(problem, 'discovery', `of the oracle ${step.oracle}`, `oracles/${step.oracle}.json`),
    ),
  ];
}

/** The guarantee that needs what a probe of behaviour sees. */
const GUARANTEE_OF: Readonly<Record<string, GuaranteeId>> = {
  openapi: 'openapi',
  admission: 'admission',
  answers: 'validation',
};

function unseen(
  { probe, subject, message }: ObservationProblem,
  guarantee: GuaranteeId,
  where: string,
  file: string,
): Unseen {
  return {
    guarantee,
    difference: {
      subject: subject || probe,
      path: '',
      before: null,
      after: null,
      severity: 'inconclusive',
      detail: `could not be seen ${where}, ${probe} says ${message || 'nothing more'}`,
      evidence: [file],
    },
  };
}

function isSurface({ probe }: ObservationProblem): boolean {
  return probe === 'discovery' || probe === 'aggregated-discovery';
}
