import { messageOf } from './errors.js';

/** A problem met while cleaning up. */
export interface TeardownProblem {
  readonly name: string;
  readonly message: string;
}

/**
 * What must be undone, last in first out. Register an undo before acquiring the thing; `run` works on its own time
 * budget, goes on after an error and returns every problem. Running twice does nothing more.
 */
export class TeardownStack {
  readonly #undos: { name: string; undo: () => Promise<void> }[] = [];

  /** Adds an undo; returns a function that takes it off again once the thing is gone by other means. */
  defer(name: string, undo: () => Promise<void>): () => void {
    const entry = { name, undo };
    this.#undos.push(entry);
    return () => {
      const at = this.#undos.indexOf(entry);
      if (at >= 0) this.#undos.splice(at, 1);
    };
  }

  async run(budgetMs = 60_000): Promise<TeardownProblem[]> {
    const problems: TeardownProblem[] = [];
    const end = performance.now() + budgetMs;
    for (let entry = this.#undos.pop(); entry; entry = this.#undos.pop()) {
      const { name, undo } = entry;
      try {
        await within(undo(), Math.max(1_000, end - performance.now()));
      } catch (error) {
        problems.push({ name, message: messageOf(error) });
      }
    }
    return problems;
  }
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${Math.round(ms)} ms`)), ms);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
