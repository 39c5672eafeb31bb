import { GUARANTEE_IDS } from '../model/guarantee.js';
import type { Plan } from '../model/plan.js';
import type { Finding } from '../model/verdict.js';
import type { Difference } from './difference.js';
import type { Guarantee } from './guarantee.js';

/** A difference as a finding of a step. The message is the guarantee's sentence, then the subject, the path and what is wrong. */
export function toFinding(guarantee: Guarantee, step: string, difference: Difference): Finding {
  const { subject, path, before, after, detail, evidence } = difference;
  return {
    guarantee: guarantee.id,
    severity: difference.severity ?? guarantee.severity,
    step,
    component: difference.component ?? '',
    subject,
    path,
    before,
    after,
    message: `${guarantee.sentence}: ${[subject, path, detail].filter((part) => part !== '').join(' ')}`,
    evidence,
  };
}

/** Puts findings into the plan's order, then the guarantees', then by name: the same findings, the same bytes. */
export function inOrder<T extends Pick<Finding, 'step'>>(
  plan: Plan,
  findings: readonly T[],
  rest: (finding: T) => string,
): T[] {
  const position = new Map(plan.steps.map((step) => [step.name, step.index]));
  const keyed = findings.map((finding) => ({
    finding,
    step: position.get(finding.step) ?? plan.steps.length,
    rest: rest(finding),
  }));
  keyed.sort((a, b) => a.step - b.step || (a.rest < b.rest ? -1 : a.rest > b.rest ? 1 : 0));
  return keyed.map(({ finding }) => finding);
}

/** What orders the findings of one step. */
export function findingKey(finding: Finding): string {
  const guarantee = String(GUARANTEE_IDS.indexOf(finding.guarantee)).padStart(2, '0');
  const { component, subject, path, before, after, message } = finding;
  return JSON.stringify([guarantee, component, subject, path, message, before, after]);
}
