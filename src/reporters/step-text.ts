import type { RunEvent } from '../support/events.js';
import { printable } from './printable.js';

/** What a finished stop has to say, as short parts: counts, rollback outcome, problems, the runner's own note. */
export function finishedParts(event: Extract<RunEvent, { type: 'step-finished' }>): string[] {
  const parts = Object.entries(event.counts ?? {}).map(([name, count]) => `${count} ${printable(name)}`);
  if (event.rollback !== undefined) parts.push(`rollback ${event.rollback}`);
  if (event.problems) parts.push(event.problems === 1 ? '1 problem' : `${event.problems} problems`);
  if (event.note) parts.push(printable(event.note));
  return parts;
}

/** An action of the journal in words: `kube-apiserver/ready` as `waiting until kube-apiserver is ready`. */
export function actionText(action: string): string {
  const [actor = '', verb] = printable(action).split('/');
  switch (verb) {
    case 'stop':
      return `stopping ${actor}`;
    case 'spawn':
      return `starting ${actor}`;
    case 'ready':
      return `waiting until ${actor} is ready`;
    case 'provision':
      return `starting the ${actor}`;
    case 'settle':
      return `${actor}: waiting until nothing is written any more`;
    case 'observe':
      return `${actor}: reading everything that is stored and served`;
    case 'evidence':
      return `${actor}: asking the components who they are`;
    case 'snapshot':
      return 'copying the data for the old release';
    case 'oracle':
      return `${actor}: asking the real old release`;
    case 'begin':
      return `beginning the ${actor} underneath`;
    case 'finish':
      return `reading what came of the ${actor}`;
    case undefined:
      if (actor === 'fill') return 'filling the store';
      return actor === 'wave' ? 'writing an object of every resource' : actor;
    default:
      return printable(action);
  }
}

/** Seconds for people: `12 s`, `3 min 05 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
