/**
 * The moves of a rehearsal. `null-restart` replaces every component with itself; the others are the steps of KEP-4330's
 * upgrade and their ways back; `direct-rollback` goes from any state of the new binary straight to the real old one.
 */
export const TRANSITIONS = [
  'null-restart',
  'binary-upgrade',
  'emulation-upgrade',
  'finalize',
  'unfinalize',
  'emulation-rollback',
  'binary-rollback',
  'direct-rollback',
] as const;

/** The name of a move between two stops. */
export type TransitionName = (typeof TRANSITIONS)[number];

/** Whether the real old release can take over from here: a fact, and only by its place in the ladder a finding. */
export const ROLLBACK_OUTCOMES = ['safe', 'lossy', 'impossible'] as const;

/** The result of the rollback oracle at one stop. */
export type RollbackOutcome = (typeof ROLLBACK_OUTCOMES)[number];
