import { KUBE_COMPONENTS, type Component } from '../model/component.js';
import type { FaultReceipts } from '../model/fault.js';
import type { JournalRecord } from '../model/journal.js';
import type { JournalFacts } from '../model/judge-input.js';
import { stepNumber } from '../model/step-name.js';

/** What a journal says about the run as a whole. A journal without an end is that of a killed run: not completed. */
export function journalFacts(journal: readonly JournalRecord[]): JournalFacts {
  const records = withoutGivenUp(journal);
  const end = records.findLast((record) => record.type === 'run');
  // what is asked beside the steps may fail, or be given up, after the step that ended the run
  const failed = records.findLast(
    (record) => record.type === 'result' && !record.ok && record.action !== 'rollback/oracle',
  );
  const facts = {
    completed: end?.event === 'completed',
    interrupted: end?.event === 'interrupted',
    faults: receiptsOf(records),
    halts: records.flatMap((record) => (record.type === 'halt' ? [`${record.step} ${record.point}`] : [])),
    planted: records.flatMap((record) => (record.type === 'sabotage' ? [record.message] : [])),
  };
  if (end?.event !== 'step-failed' || failed?.type !== 'result') return facts;
  const { step, action } = failed;
  const component = componentOf(action);
  return { ...facts, failedStep: { step, action, ...(component && { component }), message: end.message } };
}

/** The records without those of steps that the run began, and began again when it was gone on with. */
function withoutGivenUp(records: readonly JournalRecord[]): readonly JournalRecord[] {
  let kept: JournalRecord[] = [];
  for (const record of records) {
    if (record.type !== 'resumed') kept.push(record);
    else kept = kept.filter((each) => !('step' in each) || stepNumber(each.step) <= stepNumber(record.step));
  }
  return kept;
}

/** What was observed of each fault, in the order in which they were begun. */
function receiptsOf(records: readonly JournalRecord[]): FaultReceipts[] {
  const receipts = new Map<string, FaultReceipts>();
  for (const record of records) {
    if (record.type !== 'fault') continue;
    const { step, fault, event, message } = record;
    const key = JSON.stringify([step, fault]);
    const seen = receipts.get(key) ?? { step, fault, onset: null, end: null, problem: '' };
    if (event === 'onset') receipts.set(key, { ...seen, onset: message });
    else if (event === 'end') receipts.set(key, { ...seen, end: message });
    else if (event === 'unconfirmed') receipts.set(key, { ...seen, problem: message });
    else receipts.set(key, seen);
  }
  return [...receipts.values()];
}

function componentOf(action: string): Component | undefined {
  const name = action.split('/')[0];
  return KUBE_COMPONENTS.find((component) => component === name);
}
