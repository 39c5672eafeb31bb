import type { Answer, Behaviour, Question } from '../model/behaviour.js';
import type { ObservationProblem, Surface } from '../model/observation.js';
import { messageOf } from '../support/errors.js';
import { Interner } from '../support/interner.js';
import type { KubeClient } from '../kube/kube-client.js';
import { readMetric } from '../kube/metrics.js';
import { askAll } from './answers.js';
import { ApiDescriptionReader } from './api-description.js';

/** What the servers of one run say again and again; give the same one to every observation. */
export class KnownBehaviour {
  readonly descriptions = new ApiDescriptionReader();
  readonly answers = new Interner<Answer>();
}

const NOTHING_DESCRIBED = { operations: {}, schemas: {} };

/**
 * Looks at what a server shows and answers beyond discovery: its OpenAPI documents, its answers to the questions, and which admission
 * plugins were at work. What cannot be seen is a problem, not an error.
 */
export async function observeBehaviour(
  client: KubeClient,
  surface: Surface,
  questions: readonly Question[],
  known = new KnownBehaviour(),
): Promise<Behaviour> {
  const problems: ObservationProblem[] = [];
  const orElse = async <T>(probe: string, read: Promise<T>, otherwise: T): Promise<T> =>
    read.catch((error: unknown) => {
      problems.push({ probe, subject: '', message: messageOf(error) });
      return otherwise;
    });
  const nothing = { v2: NOTHING_DESCRIBED, v3: NOTHING_DESCRIBED };
  const openapi = await orElse('openapi', known.descriptions.read(client, surface), nothing);
  const { answers, problems: unanswered } = await askAll(client, questions, known.answers);
  // afterwards: by now something was created and changed, so every plugin has had its turn
  const admission = await orElse('admission', readAdmission(client), []);
  return { openapi, answers, admission, problems: [...problems, ...unanswered].sort(bySubject) };
}

/** Which admission plugins took part, by operation; those that always happen, so that two servers can be compared. */
async function readAdmission(client: KubeClient): Promise<string[]> {
  const samples = readMetric(
    await client.text('/metrics'),
    'apiserver_admission_controller_admission_duration_seconds_count',
  );
  const acted = samples
    .filter(({ labels }) => labels['operation'] === 'CREATE' || labels['operation'] === 'UPDATE')
    .map(({ labels }) => `${labels['name']} ${labels['type']} ${labels['operation']}`);
  return [...new Set(acted)].sort();
}

function bySubject(a: ObservationProblem, b: ObservationProblem): number {
  const [left, right] = [`${a.probe} ${a.subject}`, `${b.probe} ${b.subject}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
