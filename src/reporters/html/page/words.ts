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

/** `02-binary-upgrade` as `binary upgrade`. */
export function transitionWords(transition: string): string {
  return transition.replaceAll('-', ' ');
}
