import { describe, expect, it } from 'vitest';
import type { FaultRecord, JournalRecord } from '../model/journal.js';
import { journalFacts } from './journal-facts.js';

let at = 0;
const started = (): JournalRecord => ({ type: 'run', at: at++, event: 'started', message: 'ladder' });
const ended = (event: 'completed' | 'step-failed' | 'interrupted' | 'broken', message = ''): JournalRecord => ({
  type: 'run',
  at: at++,
  event,
  message,
});
const result = (step: string, action: string, ok = true): JournalRecord => ({
  type: 'result',
  at: at++,
  step,
  action,
  ok,
  ms: 1,
  message: ok ? '' : 'it did not come up',
});
const fault = (step: string, event: FaultRecord['event'], message = ''): JournalRecord => ({
  type: 'fault',
  at: at++,
  step,
  fault: '1-kill-etcd',
  event,
  point: 'kube-apiserver/after-spawn',
  what: 'kill etcd',
  message,
});
const resumed = (step: string): JournalRecord => ({ type: 'resumed', at: at++, step });

describe('the facts of a journal', () => {
  it('of a run to its end are that it is completed', () => {
    expect(journalFacts([started(), result('00-baseline', 'wave'), ended('completed')])).toEqual({
      completed: true,
      interrupted: false,
      faults: [],
      halts: [],
      planted: [],
    });
  });

  it('of a killed run are that it is not', () => {
    expect(journalFacts([started()])).toMatchObject({ completed: false, interrupted: false });
    expect(journalFacts([])).toMatchObject({ completed: false, interrupted: false });
  });

  it('name the step that did not land, and its component', () => {
    const facts = journalFacts([
      started(),
      result('01-null-restart', 'kube-scheduler/ready', false),
      result('00-baseline', 'rollback/oracle', false),
      ended('step-failed', '01-null-restart did not land'),
    ]);
    expect(facts.failedStep).toEqual({
      step: '01-null-restart',
      action: 'kube-scheduler/ready',
      component: 'kube-scheduler',
      message: '01-null-restart did not land',
    });
  });

  it('have both receipts of a fault, or why one is missing', () => {
    const records = [fault('01-null-restart', 'inject'), fault('01-null-restart', 'onset', 'gone')];
    expect(journalFacts([...records, fault('01-null-restart', 'end', 'back')]).faults).toEqual([
      { step: '01-null-restart', fault: '1-kill-etcd', onset: 'gone', end: 'back', problem: '' },
    ]);
    expect(journalFacts([...records, fault('01-null-restart', 'unconfirmed', 'why')]).faults).toMatchObject([
      { onset: 'gone', end: null, problem: 'why' },
    ]);
  });
});

describe('the facts of a journal that was gone on with', () => {
  const step = '02-binary-upgrade';

  it('are those of the second attempt at what the first one had begun', () => {
    const facts = journalFacts([
      started(),
      result('01-null-restart', 'wave'),
      fault(step, 'inject'),
      fault(step, 'unconfirmed', 'the run was stopped'),
      { type: 'halt', at: at++, step, point: 'kube-apiserver/after-stop' },
      { type: 'sabotage', at: at++, step, message: 'early' },
      ended('interrupted'),
      resumed('01-null-restart'),
      fault(step, 'inject'),
      fault(step, 'onset', 'gone'),
      fault(step, 'end', 'back'),
      ended('completed'),
    ]);
    expect(facts).toEqual({
      completed: true,
      interrupted: false,
      faults: [{ step, fault: '1-kill-etcd', onset: 'gone', end: 'back', problem: '' }],
      halts: [],
      planted: [],
    });
  });

  it('keep those of the stop it went on from and of all before it', () => {
    const facts = journalFacts([
      started(),
      fault('02-binary-upgrade', 'onset', 'gone'),
      fault('02-binary-upgrade', 'end', 'back'),
      { type: 'halt', at: at++, step: '02-binary-upgrade', point: 'kube-apiserver/after-stop' },
      fault('10-finalize', 'inject'),
      resumed('09-null-restart'),
      resumed('09-null-restart'),
      ended('completed'),
    ]);
    expect(facts.faults.map((each) => each.step)).toEqual(['02-binary-upgrade']);
    expect(facts.halts).toEqual(['02-binary-upgrade kube-apiserver/after-stop']);
  });

  it('are those of a killed run until it ends again', () => {
    const killed = [started(), result('00-baseline', 'wave'), resumed('00-baseline'), result(step, 'wave')];
    expect(journalFacts(killed)).toMatchObject({ completed: false, interrupted: false });
  });

  it('do not blame a step that failed in the first attempt only', () => {
    const facts = journalFacts([
      started(),
      result(step, 'kube-scheduler/ready', false),
      ended('broken'),
      resumed('01-null-restart'),
      result(step, 'kube-scheduler/ready'),
      ended('completed'),
    ]);
    expect(facts.failedStep).toBeUndefined();
    expect(facts.completed).toBe(true);
  });
});
