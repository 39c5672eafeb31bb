import type { RollbackFact } from '../../model/observation.js';
import { badnessOf, outcomeOfFact } from '../../model/rollback-outcome.js';
import type { Guarantee } from '../guarantee.js';
import { kep4330 } from '../sources.js';
import { checkpointFile, type Stop } from '../stop.js';

/** The guarantees that may have named the object of a fact already. */
const NAMED_BY = ['keys-kept', 'keys-accounted', 'content-unchanged', 'storage-version'] as const;

/** Lossy and impossible are facts; only where more was promised, or asked for by the scenario, are they findings. */
export const rollback: Guarantee = {
  id: 'rollback',
  sentence: 'The real old release can take over a copy of the data as well as it must at this stop',
  severity: 'violation',
  weaker: [
    { of: 'a rollback that was not examined', severity: 'inconclusive', because: 'nobody asked the old release' },
  ],
  source: kep4330('Goals'),
  presupposes: ['replaced', 'binary', 'triple'],
  control: 'scenarios/controls/unknown-field.yaml',
  appliesTo: () => true,
  check(stop) {
    const { outcome, reason, facts, examined, evidence } = stop.checkpoint.rollback;
    const { worst } = stop.step.rollback;
    const files = [checkpointFile(stop, 'rollback.json'), ...evidence];
    const about = {
      subject: stop.plan.rollbackTarget.version.binary,
      path: '',
      before: worst,
      after: outcome,
      evidence: files,
    };
    if (outcome === 'not examined') {
      const detail = `was not started on the data of this stop, ${reason || 'for no reason given'}`;
      return { checked: 0, differences: [{ ...about, severity: 'inconclusive', detail }] };
    }
    const tooBad = facts.filter((fact) => badnessOf(outcomeOfFact(fact)) > badnessOf(worst));
    if (tooBad.length === 0 && badnessOf(outcome) > badnessOf(worst)) {
      return {
        checked: examined,
        differences: [{ ...about, detail: `finds the rollback ${outcome}; the worst to be accepted is ${worst}` }],
      };
    }
    return {
      checked: examined,
      differences: tooBad
        .filter((fact) => !isSaid(stop, fact))
        .map((fact) => ({
          subject: fact.subject,
          path: fact.path,
          before: fact.before,
          after: fact.after,
          detail: `is ${fact.type} in a rollback${said(fact)}`,
          evidence: files,
        })),
    };
  },
};

function isSaid(stop: Stop, { subject }: RollbackFact): boolean {
  return stop.reported.ever(NAMED_BY, subject);
}

/** The oracle's message without the subject, which every finding begins with. */
function said({ subject, message }: RollbackFact): string {
  const rest = message.startsWith(`${subject} `) ? message.slice(subject.length + 1) : message;
  return rest === '' ? '' : ` (${rest})`;
}
