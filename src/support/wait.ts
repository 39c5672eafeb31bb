import { setTimeout as delay } from 'node:timers/promises';
import { RehearseError, messageOf } from './errors.js';

/** What a condition answers: done with a value, or not yet with what was seen. */
export type Attempt<T> = { readonly done: true; readonly value: T } | { readonly done: false; readonly seen: string };

/** How a wait behaves. */
export interface WaitOptions {
  /** What is waited for, as the end of "waiting for ...". */
  readonly what: string;
  readonly timeoutMs: number;
  /** Pause between attempts; 100 ms unless told. */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Settles when waiting has become pointless, e.g. because the process exited; its reason ends the wait. */
  readonly abandoned?: () => string | undefined;
  /** A log to name in the error. */
  readonly evidence?: readonly string[];
}

/**
 * Polls `condition` until it is done and returns its value. An error thrown by the condition counts as "not yet".
 * Fails with the last thing seen when the time is up, when `abandoned` gives a reason, or when the signal fires; also
 * while a condition that does not heed its signal is still at work.
 */
export async function waitFor<T>(
  condition: (signal: AbortSignal) => Promise<Attempt<T>>,
  options: WaitOptions,
): Promise<T> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  const aborted = rejectionOf(signal);
  let seen = 'nothing yet';
  for (;;) {
    try {
      const attempt = await Promise.race([condition(signal), aborted]);
      if (attempt.done) return attempt.value;
      seen = attempt.seen;
    } catch (error) {
      if (!signal.aborted) seen = messageOf(error);
    }
    const reason = options.abandoned?.();
    if (reason !== undefined) throw waitError('wait-abandoned', options, `${reason}; last seen: ${seen}`);
    if (options.signal?.aborted) throw options.signal.reason;
    if (deadline.aborted) throw waitError('wait-timeout', options, `last seen: ${seen}`);
    await delay(options.intervalMs ?? 100, undefined, { signal }).catch(() => undefined);
  }
}

/** Rejects when the signal fires; never resolves. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  const rejection = new Promise<never>((_, reject) => {
    const fire = (): void => reject(new Error('aborted', { cause: signal.reason }));
    if (signal.aborted) fire();
    else signal.addEventListener('abort', fire, { once: true });
  });
  rejection.catch(() => undefined);
  return rejection;
}

function waitError(code: string, options: WaitOptions, detail: string): RehearseError {
  const limit = code === 'wait-timeout' ? ` for ${options.timeoutMs / 1000} s` : '';
  return new RehearseError({
    code,
    message: `waited${limit} for ${options.what} in vain: ${detail}`,
    remedy: options.evidence?.length ? `read ${options.evidence.join(', ')}` : 'see the last observation above',
    evidence: options.evidence ?? [],
  });
}
