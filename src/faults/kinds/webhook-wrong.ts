import { refusedWrite, webhookFault } from '../webhook-fault.js';

/** A webhook that answers something else than a review, as a proxy's error page. */
export const webhookWrong = webhookFault<'webhook-wrong'>({
  answers: { body: '{"kind":"Greeting"}' },
  failurePolicy: 'Fail',
  scope: 'configmaps',
  shows: refusedWrite,
});
