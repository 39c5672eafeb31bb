import type { JudgeInput } from '../model/judge-input.js';
import type { Difference } from './difference.js';

/** A finding about the run as a whole. */
export interface RunFinding {
  readonly step: string;
  readonly difference: Difference;
}

/** The step that did not land, as a violation; undefined when all that were begun did. */
export function failedStep({ journal }: Pick<JudgeInput, 'journal'>): RunFinding | undefined {
  const failure = journal.failedStep;
  if (!failure) return undefined;
  return {
    step: failure.step,
    difference: {
      subject: failure.component ?? failure.action,
      path: '',
      before: null,
      after: null,
      component: failure.component ?? '',
      detail: `did not land at ${failure.action} (${failure.message})`,
      evidence: ['journal.ndjson'],
    },
  };
}

/** Why a run is not whole, as inconclusive findings. `reached` is the number of stops with a usable checkpoint. */
export function missingEnd({ plan, journal, checkpoints }: JudgeInput, reached: number): RunFinding[] {
  const next = plan.steps[reached];
  const found: RunFinding[] = [];
  const say = (subject: string, detail: string): void => {
    const step = next?.name ?? plan.steps.at(-1)?.name ?? '';
    const difference = { subject, path: '', before: null, after: null, detail, evidence: ['journal.ndjson'] };
    found.push({ step, difference: { ...difference, severity: 'inconclusive' } });
  };
  if (journal.interrupted) say('run', 'was interrupted');
  if (plan.control && journal.planted.length === 0) {
    say(
      'sabotage',
      `${plan.control.sabotage.type} is not seen to have changed anything, so the control proves nothing`,
    );
  }
  if (checkpoints.length > reached) {
    say(
      'run',
      `has a checkpoint ${checkpoints[reached]?.step ?? ''} where the plan has ${next?.name ?? 'no further step'}`,
    );
  }
  if (journal.failedStep) return found;
  if (!journal.completed && !journal.interrupted) say('run', 'did not complete, its journal says');
  if (next)
    say(
      'run',
      `has no checkpoint of ${plan.steps
        .slice(reached)
        .map((step) => step.name)
        .join(', ')}`,
    );
  return found;
}
