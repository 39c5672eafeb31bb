import { describe, expect, it } from 'vitest';
import { lanesOf } from './timeline-lanes.js';

const lanes = (...actions: string[]): [string, string[]][] =>
  lanesOf(actions.map((action) => ({ step: '01-binary-upgrade', action, from: 0, to: 1, ok: true }) as never)).map(
    ({ name, actions: own }) => [name, own.map(({ action }) => action)],
  );

describe('the lanes of the timeline', () => {
  it('are of the components first, then of the harness, whatever it does', () => {
    expect(
      lanes(
        'load/begin',
        'kube-scheduler/stop',
        'etcd/spawn',
        'load/finish',
        'arrival/observe',
        'wave',
        'rollback/oracle',
      ),
    ).toEqual([
      ['etcd', ['etcd/spawn']],
      ['kube-scheduler', ['kube-scheduler/stop']],
      ['observe and write', ['load/begin', 'load/finish', 'arrival/observe', 'wave']],
      ['rollback oracle', ['rollback/oracle']],
    ]);
  });

  it('leave out nobody whom they do not know', () => {
    expect(lanes('somebody/acts')).toEqual([['other', ['somebody/acts']]]);
  });
});
