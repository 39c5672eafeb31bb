import { describe, expect, it } from 'vitest';
import type { FaultRecord, JournalRecord } from '../../model/journal.js';
import { samplePlan } from '../testing/sample-run.js';
import { stopTimes, timeline } from './timeline.js';

const STEP = '01-binary-upgrade';
const [, stop] = samplePlan().steps;

describe('timeline', () => {
  it('measures how long a step took and how long the API was away', () => {
    const journal = [
      ...act('kube-apiserver/stop', 100, 2100),
      ...act('kube-apiserver/spawn', 2100, 2200),
      ...act('kube-apiserver/ready', 2200, 6000),
      ...act('kube-scheduler/stop', 6000, 6100),
      ...act('kube-apiserver/ready', 6100, 6200),
      ...act('arrival/settle', 6300, 8300),
      ...act('kube-apiserver/ready', 9000, 9100),
    ];
    const line = timeline(journal);
    expect(line.outages).toEqual([{ step: STEP, from: 100, to: 6000 }]);
    expect(stopTimes(line, stop!)).toEqual({ transitionMs: 6100, apiAwayMs: 5900 });
    expect(line.end).toBe(9100);
  });

  it('pairs actions that run beside each other and repeat', () => {
    const [a, b] = [act('rollback/oracle', 10, 90, '00-baseline'), act('kube-scheduler/ready', 20, 30)];
    const { actions } = timeline([a[0]!, b[0]!, b[1]!, ...act('kube-scheduler/ready', 40, 50), a[1]!]);
    expect(actions.map(({ action, from, to }) => [action, from, to])).toEqual([
      ['rollback/oracle', 10, 90],
      ['kube-scheduler/ready', 20, 30],
      ['kube-scheduler/ready', 40, 50],
    ]);
  });

  it('leaves open what a killed run left open, and says how long nothing that did not end took', () => {
    const line = timeline([...act('kube-apiserver/stop', 0, 50), act('kube-apiserver/ready', 60, 0)[0]!]);
    expect(line.actions.at(-1)).toMatchObject({ action: 'kube-apiserver/ready', to: null });
    expect(line.outages).toEqual([{ step: STEP, from: 0, to: null }]);
    expect(stopTimes(line, stop!)).toEqual({ transitionMs: null, apiAwayMs: null });
  });

  it('does not take a server for ready that failed to become it', () => {
    const journal: JournalRecord[] = [
      ...act('kube-apiserver/stop', 0, 50),
      { type: 'intent', at: 60, step: STEP, action: 'kube-apiserver/ready' },
      { type: 'result', at: 90, step: STEP, action: 'kube-apiserver/ready', ok: false, ms: 30, message: 'no' },
    ];
    const line = timeline(journal);
    expect(line.actions.at(-1)).toMatchObject({ ok: false, message: 'no' });
    expect(line.outages[0]!.to).toBeNull();
  });

  it('puts what the journal says of a fault together, with its receipts', () => {
    const { faults, halts } = timeline([
      fault(10, 'inject'),
      fault(20, 'onset', 'state T'),
      fault(15, 'inject', '', '2-kill-etcd'),
      fault(50, 'heal'),
      fault(60, 'end', 'state S'),
      { type: 'halt', at: 70, step: STEP, point: 'p' },
    ]);
    const both = { step: STEP, what: 'pause etcd', point: 'p' };
    expect(faults).toEqual([
      { ...both, fault: '1-pause-etcd', from: 10, to: 60, onset: 'state T', end: 'state S', problem: '' },
      {
        ...both,
        fault: '2-kill-etcd',
        from: 15,
        to: null,
        onset: '',
        end: '',
        problem: 'nobody saw that it took effect',
      },
    ]);
    expect(halts).toEqual([{ at: 70, step: STEP, point: 'p' }]);
  });

  it('says why a receipt is missing, where the journal does', () => {
    const { faults } = timeline([fault(10, 'inject'), fault(20, 'onset', 'seen'), fault(30, 'unconfirmed', 'why')]);
    expect(faults).toMatchObject([{ onset: 'seen', end: '', problem: 'why', to: null }]);
    expect(timeline([fault(10, 'inject'), fault(20, 'onset', 'seen')]).faults[0]!.problem).toBe(
      'nobody saw that it ended',
    );
  });

  it('takes the log out of a warning, by its path in the run', () => {
    const warn = (message: string): JournalRecord => ({ type: 'warning', at: 1, step: STEP, message });
    const path = '/home/some one/logs/run; log 7/logs/rollback-02/kube-apiserver-1.log';
    expect(timeline([warn(`it ended; log ${path}`), warn('it was slow; nobody knows why')]).warnings).toEqual([
      { at: 1, step: STEP, message: 'it ended', log: 'logs/rollback-02/kube-apiserver-1.log' },
      { at: 1, step: STEP, message: 'it was slow; nobody knows why', log: '' },
    ]);
  });

  it('is empty for an empty journal', () => {
    expect(timeline([])).toEqual({
      end: 0,
      actions: [],
      outages: [],
      faults: [],
      halts: [],
      warnings: [],
      requests: [],
    });
  });
});

function fault(at: number, event: FaultRecord['event'], message = '', id = '1-pause-etcd'): JournalRecord {
  return { type: 'fault', at, step: STEP, fault: id, event, point: 'p', what: 'pause etcd', message };
}

function act(action: string, from: number, to: number, step = STEP): JournalRecord[] {
  return [
    { type: 'intent', at: from, step, action },
    { type: 'result', at: to, step, action, ok: true, ms: to - from, message: '' },
  ];
}
