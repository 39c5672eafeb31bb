import { EXIT } from '../support/errors.js';

/**
 * Ctrl-C and SIGTERM in two stages: the first asks everything to end in an orderly way, the second ends the process at
 * once; the kernel then ends what it started, and `clean` removes the rest.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listener = (signal: NodeJS.Signals): void => {
    if (this.#controller.signal.aborted) process.exit(EXIT.interrupted);
    process.stderr.write(`\n${signal}: ending the run and cleaning up; once more to end at once\n`);
    this.#controller.abort(new Interrupted(signal));
  };

  constructor() {
    process.on('SIGINT', this.#listener);
    process.on('SIGTERM', this.#listener);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stopListening(): void {
    process.off('SIGINT', this.#listener);
    process.off('SIGTERM', this.#listener);
  }
}

/** The user asked for the end. */
export class Interrupted extends Error {
  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.name = 'Interrupted';
  }
}
