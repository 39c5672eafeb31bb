import { RehearseError } from '../support/errors.js';

/** Refuses what this machine cannot do. `reason` says why, with the remedy; undefined when it can. Throws RehearseError `provider-unavailable`. */
export function requireAvailable(reason: string | undefined): void {
  if (reason === undefined) return;
  throw new RehearseError({
    code: 'provider-unavailable',
    message: reason,
    remedy: 'see `kube-rehearse doctor` for what this machine can do',
  });
}
