import type { Architecture } from './platform.js';
import type { ProgressSink } from './progress.js';
import type { ProgramName } from './products.js';
import type { BinariesRequest } from './request.js';

/** Where a program came from, for the manifest and for run.json. */
export interface Provenance {
  /** Name of the source. */
  readonly source: string;
  /** The URL or the module that it was made from. */
  readonly origin: string;
  /** Versions of the tools that made it, e.g. `{ go: 'go1.26.8' }`. */
  readonly tools: Readonly<Record<string, string>>;
}

/** A complete program, checked as far as its source can check it, in the folder that `fetch` was given. */
export interface FetchedProgram {
  readonly name: ProgramName;
  readonly path: string;
  readonly provenance: Provenance;
}

/** What `fetch` works with. */
export interface FetchContext {
  readonly architecture: Architecture;
  /** An empty private folder; the caller removes it, whatever happens. */
  readonly directory: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressSink;
}

/** One way to come by programs. */
export interface BinarySource {
  readonly name: string;
  /** Why it cannot serve this request on this machine; undefined when it may. */
  unavailableReason(request: BinariesRequest): Promise<string | undefined>;
  /** Whether there is such a release; undefined when that cannot be told here and now. Fetches no program. */
  isReleased(request: BinariesRequest, signal: AbortSignal | undefined): Promise<boolean | undefined>;
  /**
   * Yields each program as soon as it is complete. Checksums are verified before a file becomes executable; keeping the
   * files is the caller's job. Throws when it cannot go on; what was yielded before stays good.
   */
  fetch(
    request: BinariesRequest,
    programs: readonly ProgramName[],
    context: FetchContext,
  ): AsyncIterable<FetchedProgram>;
}
