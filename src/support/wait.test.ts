import { describe, expect, it } from 'vitest';
import { RehearseError } from './errors.js';
import { waitFor, type Attempt } from './wait.js';

const NOT_YET: Attempt<never> = { done: false, seen: 'connection refused' };

/** The error that a wait fails with. */
async function failureOf(wait: Promise<unknown>): Promise<RehearseError> {
  const error: unknown = await wait.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RehearseError)) throw new Error('no RehearseError', { cause: error });
  return error;
}

describe('waitFor', () => {
  it('returns the value of the first attempt that is done', async () => {
    let attempts = 0;
    const value = await waitFor<number>(async () => ((attempts += 1) < 3 ? NOT_YET : { done: true, value: attempts }), {
      what: 'it',
      timeoutMs: 60_000,
      intervalMs: 1,
    });
    expect(value).toBe(3);
    expect(attempts).toBe(3);
  });

  it('takes an error as "not yet"', async () => {
    let attempts = 0;
    const value = waitFor<string>(
      async () => {
        if ((attempts += 1) < 3) throw new Error('ECONNREFUSED');
        return { done: true, value: 'up' };
      },
      { what: 'it', timeoutMs: 60_000, intervalMs: 1 },
    );
    expect(await value).toBe('up');
  });

  it('fails at its deadline with what it waited for, the limit, the last thing seen and the log', async () => {
    const error = await failureOf(
      waitFor(async () => NOT_YET, {
        what: '/readyz to answer 200',
        timeoutMs: 30,
        intervalMs: 5,
        evidence: ['/a.log'],
      }),
    );
    expect(error.code).toBe('wait-timeout');
    expect(error.message).toBe('waited for 0.03 s for /readyz to answer 200 in vain: last seen: connection refused');
    expect(error.remedy).toContain('/a.log');
    expect(error.evidence).toEqual(['/a.log']);
  });

  it('remembers the text of the last error too', async () => {
    const error = await failureOf(
      waitFor(() => Promise.reject(new Error('certificate has expired')), { what: 'x', timeoutMs: 30, intervalMs: 5 }),
    );
    expect(error.message).toContain('last seen: certificate has expired');
  });

  it('fails as soon as it is pointless', async () => {
    let ended: string | undefined;
    const error = await failureOf(
      waitFor(
        async () => {
          ended = 'kube-scheduler exited with code 1';
          return NOT_YET;
        },
        { what: 'it', timeoutMs: 600_000, abandoned: () => ended },
      ),
    );
    expect(error.code).toBe('wait-abandoned');
    expect(error.message).toContain('kube-scheduler exited with code 1; last seen: connection refused');
  });

  it('fails with the reason of its signal, also between two attempts', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const wait = waitFor(
      async () => {
        setImmediate(() => controller.abort(reason));
        return NOT_YET;
      },
      { what: 'it', timeoutMs: 600_000, intervalMs: 600_000, signal: controller.signal },
    );
    await expect(wait).rejects.toBe(reason);
  });

  it('fails with the reason of a signal that had fired before', async () => {
    const reason = new Error('interrupted');
    const wait = waitFor(async () => NOT_YET, { what: 'it', timeoutMs: 600_000, signal: AbortSignal.abort(reason) });
    await expect(wait).rejects.toBe(reason);
  });

  it('hands the condition a signal that fires with the deadline', async () => {
    const error = await failureOf(
      waitFor(
        (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut')))),
        {
          what: 'it',
          timeoutMs: 20,
        },
      ),
    );
    expect(error.code).toBe('wait-timeout');
  });

  it('does not wait for a condition that heeds no signal', async () => {
    const hang = (): Promise<Attempt<never>> => new Promise(() => undefined);
    const late = setTimeout(() => undefined, 60_000);
    expect((await failureOf(waitFor(hang, { what: 'it', timeoutMs: 20 }))).code).toBe('wait-timeout');
    const controller = new AbortController();
    const wait = waitFor(hang, { what: 'it', timeoutMs: 600_000, signal: controller.signal });
    const reason = new Error('interrupted');
    controller.abort(reason);
    await expect(wait).rejects.toBe(reason);
    clearTimeout(late);
  });
});
