import { refusedWrite, webhookFault } from '../webhook-fault.js';

/** A webhook that insists and is not there: what it is for cannot be written. */
export const webhookDown = webhookFault<'webhook-down'>({
  answers: 'none',
  failurePolicy: 'Fail',
  scope: 'configmaps',
  shows: refusedWrite,
});
