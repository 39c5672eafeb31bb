/** Leases are renewed for ever and say nothing about whether work is left. */
const RENEWED_FOR_EVER = /^\/registry\/(leases|masterleases)\//;

/** Of keys that were written, those that say that somebody is at work. */
export function withoutLeases(written: readonly string[]): string[] {
  return written.filter((key) => !RENEWED_FOR_EVER.test(key));
}
