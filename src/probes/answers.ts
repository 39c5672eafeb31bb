import pLimit from 'p-limit';
import type { Answer, Question, Refusal } from '../model/behaviour.js';
import type { Json, ObservationProblem } from '../model/observation.js';
import { messageOf } from '../support/errors.js';
import { canonicalLine } from '../support/canonical-json.js';
import { Interner, digest } from '../support/interner.js';
import type { JsonObject, KubeClient } from '../kube/kube-client.js';
import { redactSecretContent } from '../kube/storage/redact.js';
import { withoutMadeUp } from './made-up.js';

/** What a server answered to all questions, in their order. */
export interface AnswerReading {
  readonly answers: readonly Answer[];
  readonly problems: readonly ObservationProblem[];
}

/** Puts the questions to a server, a few at a time. One without an answer is a problem, named. `known` keeps one copy of each answer. */
export async function askAll(
  client: KubeClient,
  questions: readonly Question[],
  known = new Interner<Answer>(),
): Promise<AnswerReading> {
  const limit = pLimit(8);
  const problems: ObservationProblem[] = [];
  const answers = await Promise.all(
    questions.map((question) =>
      limit(async () => {
        try {
          const answer = await ask(client, question);
          return [known.intern(digest(canonicalLine(answer)), () => answer)];
        } catch (error) {
          problems.push({ probe: 'answers', subject: question.id, message: messageOf(error) });
          return [];
        }
      }),
    ),
  );
  return { answers: answers.flat(), problems };
}

async function ask(client: KubeClient, { id, topic, method, path, headers, body }: Question): Promise<Answer> {
  const response = await client.request({ method, path, headers, body: JSON.stringify(body) });
  const { status } = response;
  const content = parsed(response.body.toString());
  const accepted = status >= 200 && status < 300;
  return {
    question: id,
    topic,
    status,
    warnings: warningsOf(response.headers['warning']),
    refusal: accepted ? null : refusalOf(content),
    object: accepted ? objectOf(content, body) : null,
  };
}

/** The texts of Warning headers: `299 - "text"` (RFC 7234, 5.5), several of them perhaps in one line. */
export function warningsOf(header: string | readonly string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .flatMap((line) => [...line.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)])
    .map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}

/** Paths that nobody serves are answered in plain text. */
function parsed(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return { reason: '', message: text.trim() };
  }
}

/** What a Status says: the reason, and each cause by its field and reason. With causes the message only repeats them, in the order of a Go map. */
function refusalOf(status: JsonObject): Refusal {
  const { causes = [] } = (status['details'] ?? {}) as { causes?: readonly Record<string, string>[] };
  const reason = textOf(status['reason']);
  if (causes.length === 0) return { reason, message: textOf(status['message']), causes: {} };
  const messages: Record<string, string> = {};
  const sorted = [...causes].sort((a, b) => (canonicalLine(a) < canonicalLine(b) ? -1 : 1));
  for (const { field = '', reason: why = '', message = '' } of sorted) {
    const cause = `${field} ${why}`.trim();
    messages[cause] = messages[cause] === undefined ? message : `${messages[cause]}; ${message}`;
  }
  return { reason, message: '', causes: messages };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The object without its identity, and with what is made up for each object shown by its form only. */
function objectOf(content: JsonObject, sent: Json): Json {
  const { metadata, ...rest } = content;
  const { uid, creationTimestamp, managedFields, ...kept } = (metadata ?? {}) as JsonObject;
  const object = withoutMadeUp({ ...rest, metadata: kept }, sent);
  return content['kind'] === 'Secret' ? redactSecretContent(object) : object;
}
