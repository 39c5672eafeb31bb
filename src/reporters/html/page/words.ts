import type { GuaranteeId } from '../../../model/guarantee.js';

/** `1 stop`, `2 stops`, with thin groups of digits; `plural` where adding an s does not do. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${digits(number)} ${number === 1 ? singular : plural}`;
}

/** `1234567` as `1 234 567`, the same in every locale. */
export function digits(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** Milliseconds for people: `850 ms`, `4.6 s`, `27 s`, `3 min 05 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** What a guarantee says, in a few words; docs/guarantees.md has the exact sentence. */
export const GUARANTEE_WORDS: Readonly<Record<GuaranteeId, string>> = {
  replaced: 'every component was really replaced',
  binary: 'each runs the planned executable',
  triple: 'each emulates what it was told to',
  discovery: 'the API is that of a fresh server',
  gates: 'feature gates are those of a fresh server',
  'surface-returns': 'going back brings the API back',
  'corpus-complete': 'an object of every resource was stored',
  'keys-accounted': 'every stored key is a listed object',
  'keys-kept': 'no key appears or disappears',
  'content-unchanged': 'stored content stays as it is',
  'storage-version': 'nothing is stored at an alpha version',
  'served-unchanged': 'objects are served as before',
  rollback: 'the old release can take over',
};

/** `02-binary-upgrade` as `binary upgrade`. */
export function transitionWords(transition: string): string {
  return transition.replaceAll('-', ' ');
}
