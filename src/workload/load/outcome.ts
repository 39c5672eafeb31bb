import type { LoadOutcome } from '../../model/load.js';

/** Answers that say that nothing was stored. A server that is overloaded or broken (5xx) may have stored something before. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429]);

/** Whether a write was carried out, by the status of its answer. */
export function outcomeOfStatus(status: number): LoadOutcome {
  if (status >= 200 && status < 300) return 'taken';
  return REFUSALS.has(status) ? 'refused' : 'unknown';
}

/** The same for a request without an answer: only where nobody listened is it certain that nothing was sent. */
export function outcomeOfError(error: unknown): LoadOutcome {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ECONNREFUSED') return 'refused';
  }
  return 'unknown';
}
