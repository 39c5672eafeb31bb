import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Kind, KindAnswers } from '../fields/kind-answers.js';
import { writeFileAtomically } from '../support/atomic-file.js';
import { BadInputError } from '../support/errors.js';
import { NdjsonFile, readNdjson } from '../support/ndjson.js';

/** What answers belong to: they may be taken over only by a probe of the very same servers and questions. */
export interface AnswersHeading {
  readonly schemaVersion: 1;
  readonly harnessVersion: string;
  /** Releases, and the sha256 of their kube-apiserver. */
  readonly from: { readonly release: string; readonly sha256: string };
  readonly to: { readonly release: string; readonly sha256: string };
  readonly featureGates: string;
  readonly kinds: readonly string[] | 'all';
}

/** The answers of a probe, a line of JSON a kind as soon as it is complete, so that a probe that ended early can go on. */
export class AnswersLog {
  readonly #file: NdjsonFile;
  /** How many kinds it has. */
  kinds: number;
  readonly #earlier: ReadonlyMap<string, KindAnswers>;

  private constructor(path: string, earlier: readonly KindAnswers[]) {
    this.#file = new NdjsonFile(path);
    this.kinds = earlier.length;
    this.#earlier = new Map(earlier.map((answers) => [nameOf(answers.kind), answers]));
  }

  /** Begins a log. */
  static begin(path: string, heading: AnswersHeading): AnswersLog {
    const log = new AnswersLog(path, []);
    log.#file.append(heading);
    return log;
  }

  /** Goes on with one. Throws BadInputError when it belongs to another probe. */
  static async resume(path: string, heading: AnswersHeading): Promise<AnswersLog> {
    const [earlier, ...answers] = await readLog(path);
    if (!isDeepStrictEqual(earlier, heading)) {
      throw new BadInputError({
        code: 'resume-other-probe',
        message: `${path} was written by another version of this program, or with other programs of a release`,
        remedy: 'begin a new probe',
      });
    }
    // without a line that was cut off: what is appended must not become the rest of it
    await writeFileAtomically(path, [earlier, ...answers].map((line) => `${JSON.stringify(line)}\n`).join(''));
    return new AnswersLog(path, answers);
  }

  /** What an earlier probe learnt of the kind. */
  of(kind: Kind): KindAnswers | undefined {
    return this.#earlier.get(nameOf(kind));
  }

  append(answers: KindAnswers): void {
    this.kinds += 1;
    this.#file.append(answers);
  }

  close(): void {
    this.#file.close();
  }
}

/** What a log belongs to. Throws BadInputError when there is none. */
export async function readHeading(path: string): Promise<AnswersHeading> {
  const [heading] = await readLog(path);
  return heading;
}

async function readLog(path: string): Promise<[AnswersHeading, ...KindAnswers[]]> {
  const exists = await stat(path).catch(() => undefined);
  const [heading, ...answers] = exists ? await readNdjson<AnswersHeading | KindAnswers>(path) : [];
  if (heading === undefined || !('schemaVersion' in heading)) {
    throw new BadInputError({
      code: 'resume-nothing',
      message: `${path} is not the answers of a probe`,
      remedy: 'give the directory of a probe that was begun',
    });
  }
  return [heading, ...(answers as KindAnswers[])];
}

function nameOf({ groupVersion, resource }: Kind): string {
  return `${groupVersion} ${resource}`;
}
