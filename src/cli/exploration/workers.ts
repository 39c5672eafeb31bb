import { availableParallelism, freemem } from 'node:os';

/** A rehearsed cluster with the rollback oracle beside it, and the harness: 1.4 GB at 1.37, with room. */
const BYTES_OF_ONE = 2 * 1024 ** 3;

/** How many cases can run at once: a case mostly waits, so more than there are processors, within the memory that is free. */
export function workersOfMachine(processors = availableParallelism(), free = freemem()): number {
  return Math.max(1, Math.min(2 * processors, Math.floor(free / BYTES_OF_ONE)));
}
