import type { EventSink } from '../support/events.js';

/** A log line every half minute says that something still goes on. */
const EVERY_MS = 30_000;

/** Lets of one piece of work only every so many pass; everything else at once. `now` is a steady clock, ms. */
export function nowAndThen(sink: EventSink, now: () => number = () => performance.now()): EventSink {
  let work: string | undefined;
  let told = 0;
  return (event) => {
    if (event.type === 'progress' && event.work !== undefined) {
      if (event.work === work && now() - told < EVERY_MS) return;
      told = now();
    }
    // an action in between is no reason to repeat; another piece of work is
    if (event.type === 'progress') work = event.work;
    sink(event);
  };
}
