import pLimit from 'p-limit';
import type { NormalisationCounts } from '../fields/normalise.js';
import type { FieldResult } from '../fields/result.js';
import { askTogether } from './ask-together.js';
import { askField, type AskedField, type Trio } from './ask-field.js';
import type { Way } from './reach.js';
import { subjectsOf, type Kind } from './subjects.js';

/** Everything that asking gave. */
export interface Asked {
  readonly kinds: readonly Kind[];
  readonly fields: readonly FieldResult[];
  /** Kinds and parts of kinds that could not be asked about, and why. */
  readonly obstacles: readonly string[];
  readonly normalised: NormalisationCounts;
}

/** How far asking is. */
export interface AskedProgress {
  readonly kind: Kind;
  readonly done: number;
  readonly of: number;
  readonly fields: number;
}

/** Questions under way at once. Three servers on two cores: more only wait. */
const CONCURRENCY = 8;

/**
 * Asks about every field of every kind. Kinds follow one another, and what a search learns is known to the rounds after
 * its own: the same servers give the same result whatever the timing.
 */
export async function askEverything(
  trio: Trio,
  kinds: readonly Kind[],
  onProgress: (progress: AskedProgress) => void,
  signal: AbortSignal,
): Promise<Asked> {
  const known = new Map<string, Way | 'in vain'>();
  const fields: FieldResult[] = [];
  const obstacles: string[] = [];
  const normalised: NormalisationCounts = {};
  const limit = pLimit(CONCURRENCY);
  let answered = 0;
  for (const [done, kind] of kinds.entries()) {
    const tell = (more: number): void => {
      answered += more;
      onProgress({ kind, done, of: kinds.length, fields: answered });
    };
    tell(0);
    await requireAnswering(trio);
    for (const probed of await subjectsOf(trio, kind, signal)) {
      if ('obstacle' in probed) {
        obstacles.push(probed.obstacle);
        continue;
      }
      const { subject } = probed;
      for (const round of roundsOf(probed.fields)) {
        const { alike, left } = await askTogether(trio, subject, round, known, { normalised, signal });
        fields.push(...alike);
        tell(alike.length);
        const answers = await Promise.all(
          left.map((field) =>
            limit(async () => {
              const answer = await askField(trio, subject, field, known, normalised, signal);
              tell(1);
              return answer;
            }),
          ),
        );
        for (const { result, learnt } of answers) {
          fields.push(result);
          if (learnt !== 'in vain' || !known.has(result.declaredAs)) known.set(result.declaredAs, learnt);
        }
      }
    }
  }
  return { kinds, fields, obstacles, normalised };
}

/** First one field of every declaration; what is learnt of it shortens the search in all others. */
function roundsOf(fields: readonly AskedField[]): AskedField[][] {
  const met = new Set<string>();
  const first: AskedField[] = [];
  const others: AskedField[] = [];
  for (const asked of fields) {
    const { declaredAs } = asked.field;
    (met.has(declaredAs) ? others : first).push(asked);
    met.add(declaredAs);
  }
  return [first, others];
}

/** Without one of the three nothing can be learnt: a probe ends there instead of calling everything unreached. */
async function requireAnswering(trio: Trio): Promise<void> {
  for (const server of [trio.old, trio.emulating, trio.guide]) await server.requireAnswering();
}
