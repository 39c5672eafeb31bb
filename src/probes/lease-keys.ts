import { isHeartbeatKey } from '../model/internal-keys.js';

const LEASES = '/registry/leases/';

/**
 * Of keys that were written, those that say that somebody is at work. Leases, and what API servers renew of themselves every few seconds, are
 * written for ever: a look at a large store takes longer than that.
 */
export function withoutLeases(written: readonly string[]): string[] {
  return written.filter((key) => !key.startsWith(LEASES) && !isHeartbeatKey({ key }));
}
