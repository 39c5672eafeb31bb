import type { FaultRecord, JournalRecord, RunEnding } from '../model/journal.js';
import type { PointName } from '../model/point.js';
import { messageOf } from '../support/errors.js';
import type { NdjsonFile } from '../support/ndjson.js';

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;

/** The run's journal. Every intent is on disk before its action begins. */
export class Journal {
  readonly #file: NdjsonFile;
  readonly #start: number;

  /** `earlier`: where the time of a journal that is gone on with stands, ms. */
  constructor(file: NdjsonFile, earlier = 0) {
    this.#file = file;
    this.#start = performance.now() - earlier;
  }

  /** Ms since the run's first record. */
  elapsed(): number {
    return performance.now() - this.#start;
  }

  started(scenario: string): void {
    this.#append({ type: 'run', event: 'started', message: scenario });
  }

  resumed(step: string): void {
    this.#append({ type: 'resumed', step });
  }

  ended(event: RunEnding, message = ''): void {
    this.#append({ type: 'run', event, message });
  }

  warn(step: string, message: string): void {
    this.#append({ type: 'warning', step, message });
  }

  fault(record: Omit<FaultRecord, 'type' | 'at'>): void {
    this.#append({ type: 'fault', ...record });
  }

  halted(step: string, point: PointName): void {
    this.#append({ type: 'halt', step, point });
  }

  /** What a control's sabotage is seen to have changed. */
  planted(step: string, message: string): void {
    this.#append({ type: 'sabotage', step, message });
  }

  /** Performs one atomic action between its intent and its result. The action's error goes on to the caller. */
  async record<T>(step: string, action: string, act: () => Promise<T>): Promise<T> {
    this.#append({ type: 'intent', step, action });
    const begun = performance.now();
    try {
      const value = await act();
      this.#append({ type: 'result', step, action, ok: true, ms: since(begun), message: '' });
      return value;
    } catch (error) {
      this.#append({ type: 'result', step, action, ok: false, ms: since(begun), message: messageOf(error) });
      throw error;
    }
  }

  close(): void {
    this.#file.close();
  }

  #append(record: Unstamped<JournalRecord>): void {
    this.#file.append({ ...record, at: since(this.#start) });
  }
}

function since(begun: number): number {
  return Math.round(performance.now() - begun);
}
