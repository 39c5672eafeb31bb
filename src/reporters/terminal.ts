import type { RunEvent } from '../support/events.js';
import { displayWidth, shorten, wrap } from './layout.js';
import { plainReporter } from './plain.js';
import { printable } from './printable.js';
import { reporter, type OutputStream, type Reporter, type ReporterOptions } from './reporter.js';
import { RunProgress } from './run-progress.js';
import { actionText, finishedParts, formatSeconds } from './step-text.js';
import { canColor, canRewrite, style, type Style } from './style.js';

/**
 * Live progress: one line a stop, below it the current action and how far the run is, all rewritten in place until the stop ends. Where
 * the stream is no terminal, or `TERM=dumb`, plain lines instead.
 */
export function terminalReporter(stream: OutputStream, options: ReporterOptions = {}): Reporter {
  const env = options.env ?? process.env;
  if (!canRewrite(stream, env)) return plainReporter(stream, options);
  const live = new LiveView(stream, style(canColor(stream, env)), options.now ?? (() => performance.now()));
  // Redrawn every second for the elapsed time; it keeps nothing alive.
  const ticker = setInterval(() => live.draw(), 1_000).unref();
  return reporter(
    (event) => live.accept(event),
    () => {
      clearInterval(ticker);
      live.close();
    },
  );
}

const DEFAULT_COLUMNS = 80;
const ERASE_LINE = '\r\u001b[2K';
const UP = '\u001b[1A';

interface RunningStop {
  readonly step: string;
  readonly target: string;
  readonly since: number;
}

/** What is on the screen: finished lines that stay, and below them a block of at most three lines that is rewritten. */
class LiveView {
  #stop: RunningStop | undefined;
  #action = '';
  readonly #progress = new RunProgress();
  #drawn = 0;
  #closed = false;

  constructor(
    readonly stream: OutputStream,
    readonly style: Style,
    readonly now: () => number,
  ) {}

  accept(event: RunEvent): void {
    this.#progress.accept(event, this.now());
    switch (event.type) {
      case 'run-started':
        this.#keep([`${printable(event.scenario)}: ${event.steps.length} stops, in ${printable(event.directory)}`]);
        break;
      case 'step-started':
        this.#stop = { step: printable(event.step), target: printable(event.target), since: this.now() };
        this.#action = '';
        break;
      case 'action':
        this.#action = actionText(event.action);
        break;
      case 'progress':
        this.#action = printable(event.message);
        break;
      case 'warning':
        this.#keep(wrap(`warning: ${printable(event.message)}`, this.#columns()).map(this.style.yellow));
        break;
      case 'rollback-examined':
        this.#keep(wrap(`${printable(event.step)}: rollback ${event.outcome}`, this.#columns(), '   '));
        break;
      case 'step-finished':
        this.#finish(event);
        break;
    }
    this.draw();
  }

  draw(): void {
    const lines: string[] = [];
    const room = this.#columns();
    if (this.#stop) {
      const seconds = formatSeconds((this.now() - this.#stop.since) / 1_000);
      lines.push(shorten(` • ${this.#stop.step}  ${this.#stop.target}  ${seconds}`, room));
    }
    if (this.#action !== '') lines.push(this.style.dim(shorten(`   ${this.#action}`, room)));
    const progress = this.#closed ? '' : this.#progress.line(this.now(), this.#stop?.since);
    if (progress !== '') lines.push(this.style.dim(shorten(`   ${progress}`, room)));
    this.stream.write(this.#erasure() + lines.join('\n'));
    this.#drawn = lines.length;
  }

  /** Takes the live block away; a stop that never finished stays as a line that says where it ended. */
  close(): void {
    const stop = this.#stop;
    const action = this.#action;
    this.#stop = undefined;
    this.#action = '';
    this.#closed = true;
    if (stop) {
      const parts = [`stopped after ${formatSeconds((this.now() - stop.since) / 1_000)}`];
      if (action !== '') parts.push(`while: ${action}`);
      this.#keep(this.#ended(this.style.red('✗'), `${stop.step}  ${stop.target}`, parts.join(' ')));
    }
    this.draw();
  }

  #finish(event: Extract<RunEvent, { type: 'step-finished' }>): void {
    const head = [printable(event.step), this.#stop?.target ?? ''].filter((part) => part !== '').join('  ');
    const parts = finishedParts(event);
    const mark = event.problems ? this.style.yellow('!') : this.style.green('✓');
    this.#stop = undefined;
    this.#action = '';
    this.#keep(this.#ended(mark, `${head}  ${formatSeconds(event.seconds)}`, parts.join(', ')));
  }

  /** One line where it fits, else the details wrapped below. */
  #ended(mark: string, head: string, details: string): string[] {
    const room = this.#columns();
    const line = `${head}  ${details}`.trimEnd();
    if (displayWidth(line) + 3 <= room) return [` ${mark} ${line}`];
    const [first = '', ...rest] = wrap(head, room, '   ');
    return [` ${mark} ${first.slice(3)}`, ...rest, ...(details === '' ? [] : wrap(details, room, '   '))];
  }

  #keep(lines: readonly string[]): void {
    this.stream.write(`${this.#erasure()}${lines.join('\n')}\n`);
    this.#drawn = 0;
  }

  #erasure(): string {
    return this.#drawn === 0 ? '' : ERASE_LINE + `${UP}${ERASE_LINE}`.repeat(this.#drawn - 1);
  }

  /** One less than there are: a full last column makes some terminals wrap. */
  #columns(): number {
    const columns = this.stream.columns ?? DEFAULT_COLUMNS;
    return Math.max(8, (columns > 0 ? columns : DEFAULT_COLUMNS) - 1);
  }
}
