import type { GuaranteeId } from '../model/guarantee.js';
import type { ObservationProblem } from '../model/observation.js';
import type { Difference } from './guarantee.js';
import { checkpointFile, type Stop } from './stop.js';

/** What a probe could not see, as a finding of a guarantee that needed it. */
export interface Unseen {
  readonly guarantee: GuaranteeId;
  readonly difference: Difference;
}

/** Everything that could not be seen at a stop. What was not seen is inconclusive, whatever the rest looks like. */
export function unseenAt(stop: Stop): Unseen[] {
  const { checkpoint, oracle, step } = stop;
  return [
    ...checkpoint.arrival.problems.map((problem) =>
      unseen(
        problem,
        isSurface(problem) ? 'discovery' : needsOf(problem),
        'at arrival',
        checkpointFile(stop, fileOf(problem, 'arrival')),
      ),
    ),
    ...checkpoint.departure.problems.map((problem) =>
      unseen(
        problem,
        isSurface(problem) ? 'surface-returns' : needsOf(problem),
        'at departure',
        checkpointFile(stop, fileOf(problem, 'departure')),
      ),
    ),
    ...(oracle?.problems ?? []).map((problem) =>
      unseen(
        problem,
        isGates(problem) ? 'gates' : 'discovery',
        `of the oracle ${step.oracle}`,
        `oracles/${step.oracle}.json`,
      ),
    ),
  ];
}

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

function isGates({ probe }: ObservationProblem): boolean {
  return probe.includes('gate') || probe.includes('component') || probe.includes('metric');
}

/** Keys and lists are compared with each other first, so what is missing of either is missing there. */
function needsOf(problem: ObservationProblem): GuaranteeId {
  return isGates(problem) ? 'gates' : 'keys-accounted';
}

function fileOf(problem: ObservationProblem, moment: 'arrival' | 'departure'): string {
  if (isSurface(problem)) return `surface-${moment}.json`;
  if (isGates(problem)) return 'components.json';
  return problem.probe === 'served-objects' ? `served-${moment}.ndjson` : `store-${moment}.ndjson`;
}
