import { describe, expect, it, vi } from 'vitest';
import { TeardownStack } from './teardown.js';

/** A stack that writes down what it undid. */
function recording(...names: string[]): { stack: TeardownStack; undone: string[]; forget: (() => void)[] } {
  const stack = new TeardownStack();
  const undone: string[] = [];
  const forget = names.map((name) => stack.defer(name, async () => void undone.push(name)));
  return { stack, undone, forget };
}

describe('a teardown stack', () => {
  it('undoes last in first out', async () => {
    const { stack, undone } = recording('etcd', 'apiserver', 'client');
    expect(await stack.run()).toEqual([]);
    expect(undone).toEqual(['client', 'apiserver', 'etcd']);
  });

  it('waits for one undo before it begins the next', async () => {
    const stack = new TeardownStack();
    const seen: string[] = [];
    stack.defer('first', async () => void seen.push('first'));
    stack.defer('slow', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push('slow');
    });
    await stack.run();
    expect(seen).toEqual(['slow', 'first']);
  });

  it('goes on after an error and names every one', async () => {
    const { stack, undone } = recording('bottom');
    stack.defer('rejects', () => Promise.reject(new Error('port is busy')));
    stack.defer('throws', () => {
      throw new Error('no such process');
    });
    expect(await stack.run()).toEqual([
      { name: 'throws', message: 'no such process' },
      { name: 'rejects', message: 'port is busy' },
    ]);
    expect(undone).toEqual(['bottom']);
  });

  it('does not wait for ever for one that hangs', async () => {
    vi.useFakeTimers();
    try {
      const { stack, undone } = recording('bottom');
      stack.defer('hangs', () => new Promise(() => undefined));
      const ending = stack.run(5_000);
      await vi.advanceTimersByTimeAsync(5_000);
      const problems = await ending;
      expect(problems.map(({ name }) => name)).toEqual(['hangs']);
      expect(problems[0]?.message).toMatch(/did not end within/);
      expect(undone).toEqual(['bottom']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves out what was taken off again', async () => {
    const { stack, undone, forget } = recording('a', 'b', 'c');
    forget[1]?.();
    forget[1]?.();
    await stack.run();
    expect(undone).toEqual(['c', 'a']);
  });

  it('does nothing when it is run again', async () => {
    const { stack, undone } = recording('once');
    await stack.run();
    expect(await stack.run()).toEqual([]);
    expect(undone).toEqual(['once']);
  });
});
