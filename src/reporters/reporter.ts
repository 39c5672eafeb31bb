import type { EventSink } from '../support/events.js';

/** An event sink that leaves its stream in order: call `close` when no event will come any more. It never ends the stream. */
export type Reporter = EventSink & { readonly close: () => void };

/** The part of a stream that reporters use. */
export interface OutputStream {
  readonly isTTY?: boolean;
  /** Width of the terminal, read anew at every line. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** What reporters may be told; all of it is optional. */
export interface ReporterOptions {
  /** Where NO_COLOR and TERM are looked up; the process's own environment unless told. */
  readonly env?: NodeJS.ProcessEnv;
  /** A steady clock in milliseconds. */
  readonly now?: () => number;
  /** Plain lines also about every action. */
  readonly verbose?: boolean;
}

/** Makes a reporter of its two halves. */
export function reporter(sink: EventSink, close: () => void = () => undefined): Reporter {
  return Object.assign((event: Parameters<EventSink>[0]) => sink(event), { close });
}
