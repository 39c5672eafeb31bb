import pLimit from 'p-limit';
import type { Kind, KindAnswers, Way } from '../fields/kind-answers.js';
import type { NormalisationCounts } from '../fields/normalise.js';
import type { FieldResult } from '../fields/result.js';
import type { AnswersLog } from './answers-log.js';
import { askField, type AskedField, type Trio } from './ask-field.js';
import { askTogether } from './ask-together.js';
import { subjectsOf } from './subjects.js';

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
 * Asks about every field of every kind that the log does not have yet. Kinds follow one another, and what a search learns is
 * known to the rounds after its own: the same servers give the same result whatever the timing, and however often it was resumed.
 */
export async function askEverything(
  trio: Trio,
  kinds: readonly Kind[],
  log: AnswersLog,
  onProgress: (progress: AskedProgress) => void,
  signal: AbortSignal,
): Promise<KindAnswers[]> {
  const known = new Map<string, Way | 'in vain'>();
  const all: KindAnswers[] = [];
  let fields = 0;
  for (const [done, kind] of kinds.entries()) {
    const tell = (more: number): void => onProgress({ kind, done, of: kinds.length, fields: fields + more });
    tell(0);
    const earlier = log.of(kind);
    const answers = earlier ?? (await askKind(trio, kind, known, tell, signal));
    if (!earlier) log.append(answers);
    for (const [declaredAs, way] of answers.learnt) known.set(declaredAs, way);
    fields += answers.fields.length;
    all.push(answers);
  }
  return all;
}

async function askKind(
  trio: Trio,
  kind: Kind,
  before: ReadonlyMap<string, Way | 'in vain'>,
  tell: (fields: number) => void,
  signal: AbortSignal,
): Promise<KindAnswers> {
  const servers = [trio.old, trio.emulating, trio.guide];
  // without one of the three nothing can be learnt: a probe ends there instead of calling everything unreached
  for (const server of servers) await server.requireAnswering();
  const count = (what: 'asked' | 'unanswered'): number => servers.reduce((sum, server) => sum + server[what], 0);
  const start = { asked: count('asked'), unanswered: count('unanswered'), at: performance.now() };
  const known = new Map(before);
  const learnt = new Map<string, Way | 'in vain'>();
  const fields: FieldResult[] = [];
  const obstacles: string[] = [];
  const normalised: NormalisationCounts = {};
  const limit = pLimit(CONCURRENCY);
  for (const probed of await subjectsOf(trio, kind, signal)) {
    if ('obstacle' in probed) {
      obstacles.push(probed.obstacle);
      continue;
    }
    const { subject } = probed;
    for (const round of roundsOf(probed.fields)) {
      const { alike, left } = await askTogether(trio, subject, round, known, { normalised, signal });
      fields.push(...alike);
      let answered = fields.length;
      const ask = async (field: AskedField): ReturnType<typeof askField> => {
        const answer = await askField(trio, subject, field, known, normalised, signal);
        tell((answered += 1));
        return answer;
      };
      for (const { result, way } of await Promise.all(left.map((field) => limit(() => ask(field))))) {
        fields.push(result);
        if (way === 'in vain' && known.has(result.declaredAs)) continue;
        known.set(result.declaredAs, way);
        learnt.set(result.declaredAs, way);
      }
    }
  }
  return {
    kind,
    fields,
    learnt: [...learnt],
    obstacles,
    normalised,
    questions: count('asked') - start.asked,
    unanswered: count('unanswered') - start.unanswered,
    seconds: (performance.now() - start.at) / 1000,
  };
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
