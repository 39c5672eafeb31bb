import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Cluster, FaultHandles, ProcessHandle } from '../../providers/cluster.js';
import { processStartTicks } from '../../support/proc.js';
import { prepareFault, type FaultContext, type Injection } from '../index.js';

/** A component that is a real process of this machine, and that nobody starts again unless `restart` is called. */
class SleepingComponent {
  readonly #children: ChildProcess[] = [];

  constructor(readonly program: readonly string[] = ['sleep', '60']) {
    this.restart();
    onTestFinished(() => this.#children.forEach((child) => child.kill('SIGKILL')));
  }

  restart(): void {
    const [file = '', ...args] = this.program;
    this.#children.push(spawn(file, args, { stdio: 'ignore' }));
  }

  get child(): ChildProcess {
    return this.#children.at(-1)!;
  }

  get handle(): ProcessHandle {
    const { child } = this;
    const pid = child.pid!;
    return {
      pid,
      startTicks: processStartTicks(pid) ?? '',
      signal: (name) => void process.kill(pid, name),
      expectEnd: () => undefined,
    };
  }

  async prepare(type: 'kill' | 'terminate' | 'pause', patience = new AbortController()): Promise<Injection> {
    const handles: FaultHandles = { process: () => this.handle, etcdData: '', logs: '' };
    const context: FaultContext = {
      cluster: {} as Cluster,
      launch: {} as FaultContext['launch'],
      handles,
      terminationGraceSeconds: 1,
      signal: patience.signal,
    };
    return prepareFault({ type, component: 'etcd' }, context);
  }
}

describe('kill', () => {
  it('has its receipts from /proc: the process is gone, and another one lives', async () => {
    const component = new SleepingComponent();
    const injection = await component.prepare('kill');
    await injection.inject();
    expect(await injection.onset()).toMatch(/^process \d+ is gone from \/proc$/);
    component.restart();
    await injection.heal();
    expect(await injection.end()).toBe(`etcd runs as process ${component.child.pid}`);
  });

  it('has no victim where no process lives', async () => {
    const component = new SleepingComponent();
    component.child.kill('SIGKILL');
    await once(component.child, 'exit');
    await expect(component.prepare('kill')).rejects.toThrow('etcd has no process that could be hit');
  });
});

describe('terminate', () => {
  it('kills what does not end when asked', async () => {
    const component = new SleepingComponent(['sh', '-c', 'trap "" TERM; while :; do sleep 1; done']);
    const injection = await component.prepare('terminate');
    const ended = once(component.child, 'exit');
    await injection.inject();
    await injection.onset();
    expect((await ended)[1]).toMatch(/^SIG(KILL|TERM)$/);
  });
});

describe('pause', () => {
  it('shows a stopped process and then a running one', async () => {
    const component = new SleepingComponent();
    const injection = await component.prepare('pause');
    await injection.inject();
    expect(await injection.onset()).toMatch(/is in state T$/);
    await injection.heal();
    expect(await injection.end()).toMatch(/is in state [^T]/);
  });

  it('ends as well when the process is ended while it is stopped', async () => {
    const component = new SleepingComponent();
    const injection = await component.prepare('pause');
    await injection.inject();
    await injection.onset();
    component.child.kill('SIGKILL');
    expect(await injection.end()).not.toMatch(/state T$/);
  });
});

describe('an injector that does nothing', () => {
  it.each(['kill', 'terminate', 'pause'] as const)('has no receipt of onset: %s', async (type) => {
    const patience = new AbortController();
    const injection = await new SleepingComponent().prepare(type, patience);
    const onset = injection.onset();
    let settled = false;
    onset.finally(() => (settled = true)).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(settled).toBe(false);
    patience.abort(new Error('enough'));
    await expect(onset).rejects.toThrow('enough');
  });
});
