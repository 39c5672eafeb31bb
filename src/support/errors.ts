/** Exit codes of the command line; part of the outside contract. */
export const EXIT = { pass: 0, fail: 1, inconclusive: 2, badInput: 3, harness: 4, interrupted: 130 } as const;

/**
 * An error for people: `code` is stable and may be matched on, `message` names place and cause, `remedy` says what to do.
 * `exitCode` is what the command line ends with.
 */
export class RehearseError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly exitCode: number;
  /** Paths worth reading, newest last. */
  readonly evidence: readonly string[];

  constructor(options: {
    code: string;
    message: string;
    remedy: string;
    exitCode?: number;
    cause?: unknown;
    evidence?: readonly string[];
  }) {
    super(options.message, { cause: options.cause });
    this.name = 'RehearseError';
    this.code = options.code;
    this.remedy = options.remedy;
    this.exitCode = options.exitCode ?? EXIT.harness;
    this.evidence = options.evidence ?? [];
  }
}

/** The user's input is wrong; nothing was started. */
export class BadInputError extends RehearseError {
  constructor(options: { code: string; message: string; remedy: string; cause?: unknown }) {
    super({ ...options, exitCode: EXIT.badInput });
    this.name = 'BadInputError';
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
