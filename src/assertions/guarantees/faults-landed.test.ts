import { describe, expect, it } from 'vitest';
import type { FaultReceipts, PlannedFault } from '../../model/fault.js';
import type { FaultRecord, JournalRecord } from '../../model/journal.js';
import { journalFacts } from '../journal-facts.js';
import { judge } from '../judge.js';
import { inconclusives, violations } from '../testing/edit.js';
import { rehearsal, type Run } from '../testing/rehearsal.js';

const FAULT: PlannedFault = {
  id: '1-kill-etcd',
  spec: { type: 'kill', component: 'etcd' },
  point: 'kube-apiserver/after-spawn',
  delayMs: 0,
  lastsMs: 0,
};
const STEP = '02-binary-upgrade';
const landed: FaultReceipts = { step: STEP, fault: FAULT.id, onset: 'it is gone', end: 'it is back', problem: '' };

function runWith(...receipts: FaultReceipts[]): Run {
  const run = rehearsal();
  const step = run.plan.steps[2]!;
  step.faults = [FAULT];
  run.journal.faults = receipts;
  return run;
}

describe('faults-landed', () => {
  it('holds with a receipt of the onset and one of the end, and counts both', () => {
    const verdict = judge(runWith(landed));
    expect([violations(verdict), inconclusives(verdict)]).toEqual([[], []]);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.coverage['faults-landed']).toBe(2);
  });

  it('is not judged where no fault was planned', () => {
    const verdict = judge(rehearsal());
    expect(verdict.coverage['faults-landed']).toBe(0);
    expect(verdict.outcome).toBe('pass');
  });

  it.each<[string, FaultReceipts[], string]>([
    ['was never injected', [], 'was never injected'],
    ['shows no onset', [{ ...landed, onset: null, end: null, problem: 'it lives' }], 'onset has no receipt, it lives'],
    ['shows no end', [{ ...landed, end: null, problem: 'it is still down' }], 'end has no receipt, it is still down'],
    ['has its receipts at another step only', [{ ...landed, step: '03-emulation-upgrade' }], 'was never injected'],
    ['has the receipts of another one only', [{ ...landed, fault: '2-kill-etcd' }], 'was never injected'],
  ])('is inconclusive, and the run with it, when a fault %s', (_, receipts, text) => {
    const verdict = judge(runWith(...receipts));
    expect(violations(verdict)).toEqual([]);
    expect(inconclusives(verdict)).toEqual(['faults-landed | 1-kill-etcd']);
    expect(verdict.findings.find(({ guarantee }) => guarantee === 'faults-landed')?.message).toContain(text);
    expect(verdict.outcome).toBe('inconclusive');
  });

  it('wants to see that a transition ended half-way where it should', () => {
    const run = rehearsal();
    const step = run.plan.steps[2]!;
    const { launch, order } = step;
    step.halfway = { transition: 'binary-upgrade', launch, order, stopAt: 'kube-scheduler/after-stop', faults: [] };
    expect(inconclusives(judge(run))).toEqual(['faults-landed | binary-upgrade']);
    run.journal.halts = ['02-binary-upgrade kube-controller-manager/after-stop'];
    expect(inconclusives(judge(run))).toEqual(['faults-landed | binary-upgrade']);
    run.journal.halts = ['02-binary-upgrade kube-scheduler/after-stop'];
    expect(judge(run).outcome).toBe('pass');
  });

  it('wants the receipts of the faults before a half-way end too', () => {
    const run = runWith(landed);
    const step = run.plan.steps[2]!;
    const { launch, order } = step;
    const fault = { ...FAULT, id: 'halfway-1-kill-etcd' };
    step.halfway = { transition: 'binary-upgrade', launch, order, stopAt: 'x/after-stop', faults: [fault] };
    run.journal.halts = ['02-binary-upgrade x/after-stop'];
    expect(inconclusives(judge(run))).toEqual(['faults-landed | halfway-1-kill-etcd']);
  });
});

describe('the receipts of a journal', () => {
  const record = (event: FaultRecord['event'], message = '', fault = FAULT.id): FaultRecord => {
    return { type: 'fault', at: 1, step: STEP, fault, event, point: FAULT.point, what: 'kill etcd', message };
  };
  const receipts = (...records: JournalRecord[]): readonly FaultReceipts[] => journalFacts(records).faults;

  it('are those of onset and end, and neither intent is one', () => {
    expect(
      receipts(record('inject'), record('onset', 'it is gone'), record('heal'), record('end', 'it is back')),
    ).toEqual([landed]);
    expect(receipts(record('inject'), record('heal'))).toEqual([{ ...landed, onset: null, end: null }]);
  });

  it('keep what is missing apart for each fault', () => {
    const two = receipts(
      record('inject'),
      record('inject', '', 'other'),
      record('onset', 'it is gone'),
      record('unconfirmed', 'no', 'other'),
    );
    expect(two.map(({ fault, onset, end, problem }) => [fault, onset, end, problem])).toEqual([
      [FAULT.id, 'it is gone', null, ''],
      ['other', null, null, 'no'],
    ]);
  });
});
