import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../model/journal.js';
import { journalFacts } from './journal-facts.js';
import { judge } from './judge.js';
import { inconclusives, violations } from './testing/edit.js';
import { rehearsal } from './testing/rehearsal.js';

describe('a run that broke off', () => {
  it('fails when a step did not land, and names the component', () => {
    const run = rehearsal();
    run.checkpoints.splice(2);
    run.journal = {
      completed: false,
      interrupted: false,
      faults: [],
      halts: [],
      planted: [],
      failedStep: {
        step: '02-binary-upgrade',
        action: 'kube-scheduler/ready',
        component: 'kube-scheduler',
        message: 'exited with 1, unrecognized feature gate',
      },
    };
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['replaced | kube-scheduler']);
    expect(inconclusives(verdict)).toEqual([]);
    expect(verdict.findings[0]?.message).toContain('unrecognized feature gate');
    expect(verdict.findings[0]?.evidence).toEqual(['journal.ndjson']);
    expect(verdict.notJudged).toEqual([
      '02-binary-upgrade, 03-emulation-upgrade, 04-emulation-rollback, 05-binary-rollback: not reached',
    ]);
  });

  it('names the action when no component is to blame', () => {
    const run = rehearsal();
    run.checkpoints.splice(1);
    run.journal = {
      completed: false,
      interrupted: false,
      faults: [],
      halts: [],
      planted: [],
      failedStep: { step: '01-null-restart', action: 'leases renewed', message: 'timeout' },
    };
    expect(violations(judge(run))).toEqual(['replaced | leases renewed']);
  });

  it('judges nothing else at a stop that has a checkpoint although its step failed', () => {
    const run = rehearsal();
    run.checkpoints[5]?.arrival.store.pop();
    run.journal = {
      completed: false,
      interrupted: false,
      faults: [],
      halts: [],
      planted: [],
      failedStep: { step: '05-binary-rollback', action: 'x', message: 'y' },
    };
    const verdict = judge(run);
    expect(violations(verdict)).toEqual(['replaced | x']);
    expect(verdict.notJudged.join()).toContain('05-binary-rollback and every later stop');
  });

  it('is inconclusive when it was interrupted', () => {
    const run = rehearsal();
    run.checkpoints.splice(3);
    run.journal = { completed: false, interrupted: true, faults: [], halts: [], planted: [] };
    const verdict = judge(run);
    expect(verdict.outcome).toBe('inconclusive');
    expect(inconclusives(verdict)).toEqual(['replaced | run']);
    expect(verdict.rollback).toHaveLength(3);
  });

  it('still fails for what was found before it was interrupted', () => {
    const run = rehearsal();
    run.checkpoints.splice(3);
    run.checkpoints[1]?.components['kube-scheduler'].gates.pop();
    run.journal = { completed: false, interrupted: true, faults: [], halts: [], planted: [] };
    expect(judge(run).outcome).toBe('fail');
  });

  it.each([
    ['its journal has no end', true],
    ['a checkpoint is missing', false],
  ])('is inconclusive when %s', (_what, hasAll) => {
    const run = rehearsal();
    if (!hasAll) run.checkpoints.pop();
    run.journal.completed = !hasAll;
    expect(judge(run).outcome).toBe('inconclusive');
  });

  it('is inconclusive when nothing at all was seen', () => {
    const run = rehearsal();
    run.checkpoints = [];
    expect(judge(run).outcome).toBe('inconclusive');
    expect(judge(run).coverage['keys-kept']).toBe(0);
  });

  it('is inconclusive when a checkpoint is not the plan\u2019s', () => {
    const run = rehearsal();
    run.checkpoints.splice(2, 1);
    const verdict = judge(run);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.rollback.map(({ step }) => step)).toEqual(['00-baseline', '01-null-restart']);
  });
});

describe('a control', () => {
  const control = {
    sabotage: { type: 'skip-restart', step: 1, component: 'kube-scheduler' },
    mustTrip: { guarantee: 'replaced', subject: 'kube-scheduler' },
  } as const;

  it('is inconclusive when its sabotage left no receipt, for it proved nothing', () => {
    const run = rehearsal();
    run.plan.control = { ...control, mustTrip: { ...control.mustTrip } };
    const verdict = judge(run);
    expect(verdict.outcome).toBe('inconclusive');
    expect(inconclusives(verdict)).toEqual(['replaced | sabotage']);
    const finding = verdict.findings.find(({ subject }) => subject === 'sabotage');
    expect(finding).toMatchObject({ step: '05-binary-rollback', evidence: ['journal.ndjson'] });
    expect(finding?.message).toContain('sabotage skip-restart is not seen to have changed anything');
  });

  it('whose sabotage left one is judged like any run', () => {
    const run = rehearsal();
    run.plan.control = { ...control, mustTrip: { ...control.mustTrip } };
    run.journal.planted = ['kube-scheduler was left as it is'];
    expect(judge(run).outcome).toBe('pass');
  });
});

describe('journalFacts', () => {
  const started: JournalRecord = { type: 'run', at: 0, event: 'started', message: 'x' };
  const end = (event: 'completed' | 'interrupted' | 'step-failed' | 'broken'): JournalRecord => ({
    type: 'run',
    at: 9,
    event,
    message: 'why',
  });
  const result = (action: string, ok: boolean): JournalRecord => ({
    type: 'result',
    at: 5,
    step: '02-binary-upgrade',
    action,
    ok,
    ms: 1,
    message: '',
  });

  it('knows a completed run, an interrupted one, and one without an end', () => {
    expect(journalFacts([started, end('completed')])).toEqual({
      completed: true,
      interrupted: false,
      faults: [],
      halts: [],
      planted: [],
    });
    expect(journalFacts([started, end('interrupted')])).toEqual({
      completed: false,
      interrupted: true,
      faults: [],
      halts: [],
      planted: [],
    });
    expect(journalFacts([started])).toEqual({
      completed: false,
      interrupted: false,
      faults: [],
      halts: [],
      planted: [],
    });
    expect(journalFacts([])).toEqual({ completed: false, interrupted: false, faults: [], halts: [], planted: [] });
  });

  it('has the receipts of a sabotage', () => {
    const records: JournalRecord[] = [started, { type: 'sabotage', at: 3, step: '01-x', message: 'it was done' }];
    expect(journalFacts(records).planted).toEqual(['it was done']);
  });

  it('names the step that did not land, and its component', () => {
    const records = [started, result('etcd/ready', true), result('kube-scheduler/ready', false), end('step-failed')];
    expect(journalFacts(records).failedStep).toEqual({
      step: '02-binary-upgrade',
      action: 'kube-scheduler/ready',
      component: 'kube-scheduler',
      message: 'why',
    });
  });

  it('does not take an oracle that was given up for the step that did not land', () => {
    const oracle = { ...result('rollback/oracle', false), step: '01-null-restart' };
    const records = [started, result('kube-scheduler/ready', false), oracle, end('step-failed')];
    expect(journalFacts(records).failedStep).toMatchObject({
      step: '02-binary-upgrade',
      action: 'kube-scheduler/ready',
    });
  });

  it('does not blame a step when the harness broke', () => {
    expect(journalFacts([started, result('kube-scheduler/ready', false), end('broken')]).failedStep).toBeUndefined();
  });
});
