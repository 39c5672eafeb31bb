import { WEBHOOK_TIMEOUT_SECONDS, webhookFault } from '../webhook-fault.js';

/** A webhook that never answers and does not insist: every write waits for it, and then is done. */
export const webhookSlow = webhookFault<'webhook-slow'>({
  answers: 'silence',
  failurePolicy: 'Ignore',
  scope: 'configmaps',
  shows: ({ status, ms }) =>
    status === 201 && ms >= WEBHOOK_TIMEOUT_SECONDS * 1000 ? `a write took ${ms} ms and was taken` : undefined,
});
