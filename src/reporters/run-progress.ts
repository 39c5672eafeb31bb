import { ROLLBACK_OUTCOMES } from '../model/transition.js';
import type { RunEvent } from '../support/events.js';
import { formatSeconds } from './step-text.js';
import { count } from './tally.js';

/** What a stop takes on a machine with two cores, seconds; a guess until this run's own stops say better. */
const USUAL_STOP = 45;

/** How far a run is, how long it may still take, and what was found so far. Times are ms of one steady clock. */
export class RunProgress {
  #begun: number | undefined;
  #stops = 0;
  #at = 0;
  readonly #took: number[] = [];
  readonly #rollbacks = new Map<string, number>();
  #problems = 0;
  #warnings = 0;

  accept(event: RunEvent, now: number): void {
    switch (event.type) {
      case 'run-started':
        this.#begun = now;
        this.#stops = event.steps.length;
        break;
      case 'step-started':
        this.#at = event.index + 1;
        this.#stops = event.of;
        break;
      case 'step-finished':
        // the baseline moves nothing, so it says little about the others
        if (this.#at > 1) this.#took.push(event.seconds);
        this.#problems += event.problems ?? 0;
        if (event.rollback !== undefined) this.#count(event.rollback);
        break;
      case 'rollback-examined':
        this.#count(event.outcome);
        break;
      case 'warning':
        this.#warnings += 1;
        break;
      case 'action':
      case 'progress':
        break;
    }
  }

  /** One line, or empty before the run has begun. `stopBegun` is when the current stop began. */
  line(now: number, stopBegun: number | undefined): string {
    if (this.#begun === undefined || this.#at === 0) return '';
    const left = this.#left(now, stopBegun);
    const parts = [
      `stop ${this.#at} of ${this.#stops}`,
      `${formatSeconds((now - this.#begun) / 1000)} so far`,
      ...(left > 0 ? [`about ${rough(left)} left`] : []),
      ...this.#found(),
    ];
    return parts.join(', ');
  }

  #left(now: number, stopBegun: number | undefined): number {
    const each = this.#took.length === 0 ? USUAL_STOP : this.#took.reduce((a, b) => a + b) / this.#took.length;
    const current = stopBegun === undefined ? 0 : Math.max(0, each - (now - stopBegun) / 1000);
    return (this.#stops - this.#at) * each + current;
  }

  #found(): string[] {
    const rollbacks = [...ROLLBACK_OUTCOMES, 'not examined'].flatMap((outcome) => {
      const number = this.#rollbacks.get(outcome);
      return number === undefined ? [] : [`${outcome} at ${number}`];
    });
    return [
      ...(rollbacks.length > 0 ? [`rollback ${rollbacks.join(', ')}`] : []),
      ...(this.#problems > 0 ? [count(this.#problems, 'problem')] : []),
      ...(this.#warnings > 0 ? [count(this.#warnings, 'warning')] : []),
    ];
  }

  #count(outcome: string): void {
    this.#rollbacks.set(outcome, (this.#rollbacks.get(outcome) ?? 0) + 1);
  }
}

/** An estimate must not look exact: to ten seconds below two minutes, to half minutes above. */
function rough(seconds: number): string {
  const unit = seconds < 120 ? 10 : 30;
  return formatSeconds(Math.max(unit, Math.round(seconds / unit) * unit));
}
