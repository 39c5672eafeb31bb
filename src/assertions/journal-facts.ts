import { KUBE_COMPONENTS, type Component } from '../model/component.js';
import type { JournalRecord } from '../model/journal.js';
import type { JournalFacts } from '../model/judge-input.js';

/** What a journal says about the run as a whole. A journal without an end is that of a killed run: not completed. */
export function journalFacts(records: readonly JournalRecord[]): JournalFacts {
  const end = records.findLast((record) => record.type === 'run');
  const failed = records.findLast((record) => record.type === 'result' && !record.ok);
  const facts = { completed: end?.event === 'completed', interrupted: end?.event === 'interrupted' };
  if (end?.event !== 'step-failed' || failed?.type !== 'result') return facts;
  const { step, action } = failed;
  const component = componentOf(action);
  return { ...facts, failedStep: { step, action, ...(component && { component }), message: end.message } };
}

function componentOf(action: string): Component | undefined {
  const name = action.split('/')[0];
  return KUBE_COMPONENTS.find((component) => component === name);
}
