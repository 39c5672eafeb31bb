import type { RequestSecond } from '../model/request-second.js';

/** Counts requests by the second in which they end. */
export class RequestMeter {
  readonly #clock: () => number;
  readonly #keep: (second: RequestSecond) => void;
  #second = 0;
  #took: number[] = [];
  #errors = 0;

  /** `clock`: ms since the run's first record, never going back. `keep` gets every second in which a request ended, once it is over. */
  constructor(clock: () => number, keep: (second: RequestSecond) => void) {
    this.#clock = clock;
    this.#keep = keep;
  }

  /** A request has ended now, after so many ms. `status`: undefined where there was no answer. */
  ended(ms: number, status: number | undefined): void {
    const second = Math.floor(this.#clock() / 1000);
    if (second !== this.#second) this.flush();
    this.#second = second;
    this.#took.push(ms);
    if (status === undefined || status === 429 || status >= 500) this.#errors += 1;
  }

  /** Gives out the second that has begun, if anything ended in it. */
  flush(): void {
    if (this.#took.length === 0) return;
    const took = this.#took.sort((a, b) => a - b);
    this.#keep({
      second: this.#second,
      requests: took.length,
      errors: this.#errors,
      median: rounded(atRank(took, 0.5)),
      p99: rounded(atRank(took, 0.99)),
    });
    this.#took = [];
    this.#errors = 0;
  }
}

/** The smallest value that so large a share of all does not exceed. */
function atRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
