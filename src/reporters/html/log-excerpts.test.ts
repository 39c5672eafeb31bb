import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logExcerpts } from './log-excerpts.js';
import type { StopView } from './report-data.js';
import type { Action, Timeline } from './timeline.js';

describe('logExcerpts', () => {
  let base: string;
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'kube-rehearse-logs-'));
    await mkdir(join(base, 'logs', 'rollback-02'), { recursive: true });
    for (const file of [
      'kube-apiserver-1.log',
      'kube-scheduler-9.log',
      'kube-scheduler-10.log',
      'rollback-02/kube-apiserver-1.log',
    ]) {
      await writeFile(join(base, 'logs', file), `start of ${file}\n${'line\n'.repeat(60)}end of ${file}\n`);
    }
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  it('shows the end of the newest log of a component that failed', async () => {
    const [excerpt, ...others] = await logExcerpts(base, line({ action: 'kube-scheduler/ready', ok: false }), []);
    expect(others).toEqual([]);
    expect(excerpt).toMatchObject({ path: 'logs/kube-scheduler-10.log', reason: 'kube-scheduler/ready failed at 02' });
    expect(excerpt!.lines).toHaveLength(40);
    expect(excerpt!.lines.at(-1)).toBe('end of kube-scheduler-10.log');
  });

  it('shows what an interrupted run was waiting for, and nothing of what went well', async () => {
    expect(await logExcerpts(base, line({ to: null }), [])).toMatchObject([
      { reason: 'kube-scheduler/ready did not end at 02' },
    ]);
    expect(await logExcerpts(base, line({}), [])).toEqual([]);
  });

  it('shows the log that a warning names, of the cluster or of an oracle', async () => {
    const message = 'kube-scheduler exited with code 1 on its own and is started again';
    for (const log of ['logs/kube-scheduler-9.log', 'logs/rollback-02/kube-apiserver-1.log']) {
      const timeline = { ...line({}), warnings: [{ at: 1, step: '02', message, log }] };
      expect(await logExcerpts(base, timeline, [])).toMatchObject([{ path: log, reason: `${message}, at 02` }]);
    }
  });

  it('shows why the old release could not take over, and takes no path out of the run', async () => {
    const evidence = ['logs/rollback-02/kube-apiserver-1.log', '../../etc/passwd', 'logs/missing.log'];
    const stop = { name: '02', rollback: { outcome: 'impossible', evidence } } as unknown as StopView;
    expect(await logExcerpts(base, line({}), [stop])).toMatchObject([
      { path: 'logs/rollback-02/kube-apiserver-1.log', reason: 'the old release could not take over from 02' },
    ]);
  });

  it('shows nothing where there are no logs', async () => {
    expect(await logExcerpts(join(base, 'elsewhere'), line({ ok: false }), [])).toEqual([]);
  });
});

function line(change: Partial<Action>): Timeline {
  const action = { step: '02', action: 'kube-scheduler/ready', from: 0, to: 9, ok: true, message: '', ...change };
  return { end: 9, actions: [action], outages: [], faults: [], halts: [], warnings: [], requests: [] };
}
