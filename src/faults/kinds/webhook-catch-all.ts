import { refusedWrite, webhookFault } from '../webhook-fault.js';

/**
 * A webhook for everything that insists and is not there: nothing can be written any more, not even leases, and so nothing can be
 * started that would be the webhook. Webhook configurations themselves are never asked about, which is the way out.
 */
export const webhookCatchAll = webhookFault<'webhook-catch-all'>({
  answers: 'none',
  failurePolicy: 'Fail',
  scope: 'everything',
  shows: refusedWrite,
});
