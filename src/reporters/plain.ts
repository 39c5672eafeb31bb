import type { RunEvent } from '../support/events.js';
import { nowAndThen } from './now-and-then.js';
import { printable } from './printable.js';
import { reporter, type OutputStream, type Reporter, type ReporterOptions } from './reporter.js';
import { finishedParts, formatSeconds } from './step-text.js';

/**
 * Progress as plain lines, for logs and pipes: no colour, no cursor movement, nothing written twice in a row. `verbose`: every action
 * too, and before each line the time since the first.
 */
export function plainReporter(stream: OutputStream, options: ReporterOptions = {}): Reporter {
  const now = options.now ?? (() => performance.now());
  let last = '';
  const begun = now();
  return reporter(
    nowAndThen((event) => {
      if (event.type === 'action' && !options.verbose) return;
      const line = plainLine(event);
      if (line === last) return;
      last = line;
      stream.write(options.verbose ? `${clock(now() - begun)} ${line}\n` : `${line}\n`);
    }, now),
  );
}

/** `  1:05`, so that lines stay below each other for the first hours. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`.padStart(6);
}

function plainLine(event: RunEvent): string {
  switch (event.type) {
    case 'run-started':
      return `${printable(event.scenario)}: ${event.steps.length} stops, in ${printable(event.directory)}`;
    case 'step-started':
      return `${printable(event.step)} (${event.index + 1}/${event.of}): ${printable(event.target)}`;
    case 'action':
      return `${printable(event.step)}: ${printable(event.action)}`;
    case 'step-finished':
      return [`${printable(event.step)}: done in ${formatSeconds(event.seconds)}`, ...finishedParts(event)].join(', ');
    case 'rollback-examined':
      return `${printable(event.step)}: rollback ${event.outcome}`;
    case 'progress':
      return printable(event.message);
    case 'warning':
      return `warning: ${printable(event.message)}`;
  }
}
